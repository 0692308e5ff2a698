using System.Globalization;
using TaskChain.Api.Http;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>Reads jobs: <c>GET /jobs</c> and <c>GET /jobs/{uuid}</c>.</summary>
internal sealed class JobEndpoints(JobService jobs, JobWait waiting, JobQuery query)
{
    /// <summary>GET /jobs.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var filter = query.Read(context.Request.Query);
        var page = await jobs.ListAsync(filter, count: filter.After is null, context.RequestAborted);
        var headers = context.Response.Headers;
        if (page.Total is { } total) headers["x-count"] = total.ToString(CultureInfo.InvariantCulture);
        if (page.Next is { } next) headers.Link = JobQuery.Link(context.Request, next);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, page.Jobs, static (writer, list) =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < list.Count; i++) list[i].WriteTo(writer);
            writer.WriteEndArray();
        });
    }

    /// <summary>GET /jobs/{uuid}.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var wait = PreferWait.Seconds(context.Request);
        var job = !RouteIds.TryUuid(context, out var id) ? null
            : wait > 0 ? await waiting.UntilEndAsync(context, id, wait)
            : await jobs.FindAsync(id, context.RequestAborted);
        await (job is null ? JobAnswers.NotFoundAsync(context) : JobAnswers.WriteAsync(context, StatusCodes.Status200OK, job));
    }
}
