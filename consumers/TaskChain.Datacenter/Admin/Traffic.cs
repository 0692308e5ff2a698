using System.Globalization;
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

        var fault = Own(context.Request) ?? faults.Take(context.Request.Method, path);
        context.Items[typeof(Fault)] = fault;
        if (fault?.DelaySeconds > 0) await Task.Delay(TimeSpan.FromSeconds(fault.DelaySeconds), time, context.RequestAborted);
        if (fault?.Status is { } status) await Answer.Error(status, "OnDemand", $"{status} was asked for.").ExecuteAsync(context);
        else await ServeAsync(context);
        log.Add(context);
    }

    private async Task ServeAsync(HttpContext context)
    {
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
        return status is null && delay is null ? null : new Fault("", null, 1, (int?)status, delay ?? 0, null, null);
    }

    private static double? Number(HttpRequest request, string header) =>
        double.TryParse(request.Headers[header], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
