using System.Globalization;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Modules;

/// <summary><c>/modules/{name}/compat</c>: the history and compat table; its entity tag is its revision.</summary>
internal sealed class CompatEndpoints(ModuleService modules, TaskChainOptions options, ILogger<CompatEndpoints> logger)
{
    /// <summary>GET.</summary>
    public Task GetAsync(HttpContext context)
    {
        var name = RouteIds.Text(context, "name");
        if (modules.FindTable(name) is not { } table) return ModuleAnswers.NotFoundAsync(context, modules, name);
        var tag = EntityTag(table.Revision);
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.Any(value => value is not null && value.Split(',').Any(v => v.Trim() == tag)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return JsonAnswers.WriteRawAsync(context, StatusCodes.Status200OK, table.Document);
    }

    /// <summary>PUT.</summary>
    public async Task PutAsync(HttpContext context)
    {
        var name = RouteIds.Text(context, "name");
        if (ExpectedRevision(context.Request, modules.FindTable(name)?.Revision ?? 0) is not { } expected)
        {
            await ProblemAnswers.WriteAsync(
                context, StatusCodes.Status428PreconditionRequired, ProblemCodes.PreconditionRequired,
                "Changing a compat table needs 'If-Match' with the ETag that was read, or 'If-None-Match: *' for the module's first table.");
            return;
        }

        var body = await RequestBody.ReadJsonAsync(context, options.Limits.RequestBytes);
        switch (await modules.SaveTableAsync(name, new RawJson(body), expected, RewriteReason(context.Request.Query), context.RequestAborted))
        {
            case CompatTableSaving.Saved saved:
                ApiLog.TableChanged(logger, name, saved.Table.Revision);
                context.Response.Headers.ETag = EntityTag(saved.Table.Revision);
                await JsonAnswers.WriteRawAsync(context, StatusCodes.Status200OK, saved.Table.Document);
                break;
            case CompatTableSaving.Changed changed:
                await ProblemAnswers.WriteAsync(
                    context, StatusCodes.Status412PreconditionFailed, ProblemCodes.PreconditionFailed,
                    changed.CurrentRevision == 0
                        ? $"Module '{name}' has no compat table yet. Create it with 'If-None-Match: *'."
                        : $"The compat table of '{name}' has changed: its ETag is {EntityTag(changed.CurrentRevision)} now. Read it again.");
                break;
            case CompatTableSaving.Refused refused:
                await SubmissionProblems.WriteAsync(context, refused.Problems);
                break;
        }
    }

    private static string EntityTag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>The revision that the request expects, -1 for a tag that never was one of ours, or null when it names none.</summary>
    private static long? ExpectedRevision(HttpRequest request, long current)
    {
        if (request.Headers.IfNoneMatch.ToString().Trim() == "*") return 0;
        var tag = request.Headers.IfMatch.ToString().Trim();
        if (tag.Length == 0) return null;
        if (tag == "*") return current == 0 ? -1 : current;
        var isOurs = long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) && tag == EntityTag(revision);
        return isOurs ? revision : -1;
    }

    private static string? RewriteReason(IQueryCollection query)
    {
        if (!QueryFlags.Read(query, "rewrite")) return null;
        if (query["reason"].ToString() is { Length: > 0 } reason) return reason;
        throw RequestRejectedException.InvalidValue(
            "Rewriting a history needs '?rewrite=true&reason=...'; the reason is kept with both tables.");
    }
}
