using System.Diagnostics;

namespace TaskChain.Api.Problems;

/// <summary>W3C trace ids. Requests are traced only when somebody listens, so a problem finds or makes its id when it is written.</summary>
internal static class TraceIds
{
    private const string ItemKey = "taskchain.trace_id";

    /// <summary>The trace id of a request: of its activity, else of its <c>traceparent</c> header, else a new one; the same at every call.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Items.TryGetValue(ItemKey, out var known)) return (string)known!; // only this method sets it
        var id = Activity.Current?.TraceId.ToHexString() ?? FromHeader(context) ?? ActivityTraceId.CreateRandom().ToHexString();
        context.Items[ItemKey] = id;
        return id;
    }

    private static string? FromHeader(HttpContext context) =>
        ActivityContext.TryParse(context.Request.Headers.TraceParent, null, out var parent) ? parent.TraceId.ToHexString() : null;
}
