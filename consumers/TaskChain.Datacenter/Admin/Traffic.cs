using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Admin;

/// <summary>Stands before the APIs: logs every request and makes planned faults happen. Requests may also bring their own, by header.</summary>
/// <remarks><c>x-fault-status</c> answers with that status, <c>x-fault-delay</c> waits so many seconds first.</remarks>
internal sealed class Traffic(RequestDelegate next, RequestLog log, FaultPlan faults, TimeProvider time)
{
    /// <summary>The fault that befell a request, for endpoints that start tasks; null for none.</summary>
    public static Fault? FaultOf(HttpContext context) => context.Items[typeof(Fault)] as Fault;

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.StartsWith("/admin", StringComparison.Ordinal))
        {
            await ServeAsync(context);
            return;
        }

        var fault = Own(context.Request) ?? faults.Take(context.Request.Method, path, await BodyAsync(context, path));
        context.Items[typeof(Fault)] = fault;
        if (fault?.DelaySeconds > 0 && !await WaitAsync(context, fault.DelaySeconds)) return;
        if (fault?.LoseAnswer == true) await ServeAndHangUpAsync(context);
        else if (fault?.Status is { } status) await Answer.Error(status, "OnDemand", $"{status} was asked for.").ExecuteAsync(context);
        else await ServeAsync(context);
        log.Add(context);
    }

    // False when the caller hangs up meanwhile: nothing is done then.
    private async Task<bool> WaitAsync(HttpContext context, double seconds)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), time, context.RequestAborted);
            return true;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<string> BodyAsync(HttpContext context, string path)
    {
        if (!faults.LooksAtBodies(path)) return "";
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        context.Request.Body.Position = 0;
        return body;
    }

    private async Task ServeAndHangUpAsync(HttpContext context)
    {
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await ServeAsync(context);
        context.Abort();
    }

    private async Task ServeAsync(HttpContext context)
    {
        // Whoever has hung up wants nothing done any more.
        if (context.RequestAborted.IsCancellationRequested) return;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e)
        {
            await Answer.Error(e.StatusCode, "BadRequest", e.Message).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; there is nobody to answer.
        }
    }

    private static Fault? Own(HttpRequest request)
    {
        var status = Number(request, "x-fault-status");
        var delay = Number(request, "x-fault-delay");
        return status is null && delay is null ? null : new Fault("") { Status = (int?)status, DelaySeconds = delay ?? 0 };
    }

    private static double? Number(HttpRequest request, string header) =>
        double.TryParse(request.Headers[header], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
