using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Modules;

/// <summary><c>/modules/{name}/versions/{ver}</c>: publish, read, retire. A published version never changes.</summary>
internal sealed class ModuleVersionEndpoints(ModuleService modules, TaskChainOptions options, ILogger<ModuleVersionEndpoints> logger)
{
    private const string PackageMediaType = "application/octet-stream";

    /// <summary>GET: summary, manifest and public API surface.</summary>
    public Task GetAsync(HttpContext context) => modules.FindVersion(Name(context), Version(context)) is { } detail
        ? JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, detail, ModuleJson.WriteDetail)
        : VersionNotFoundAsync(context);

    /// <summary>PUT: publishes a package.</summary>
    public async Task PutAsync(HttpContext context)
    {
        var contentType = context.Request.ContentType;
        if (!string.Equals(contentType, PackageMediaType, StringComparison.OrdinalIgnoreCase))
        {
            await ProblemAnswers.WriteAsync(
                context, StatusCodes.Status415UnsupportedMediaType, ProblemCodes.InvalidRequest,
                $"Content type '{contentType}' is not accepted here. Send the .nupkg file with 'Content-Type: {PackageMediaType}'.");
            return;
        }

        var package = await RequestBody.ReadAsync(context, options.Limits.PackageBytes);
        switch (await modules.PublishAsync(Name(context), Version(context), package, context.RequestAborted))
        {
            case ModulePublication.Published published:
                ApiLog.ModulePublished(logger, published.Version.Module, published.Version.Version, published.Version.ContentHash);
                await WriteAsync(context, StatusCodes.Status201Created, published.Version, published.Warnings);
                break;
            case ModulePublication.Unchanged unchanged:
                await WriteAsync(context, StatusCodes.Status200OK, unchanged.Version, []);
                break;
            case ModulePublication.Conflict conflict:
                await ProblemAnswers.WriteAsync(
                    context, StatusCodes.Status409Conflict, conflict.Problem.Code, conflict.Problem.Message, [conflict.Problem]);
                break;
            case ModulePublication.Invalid invalid:
                await SubmissionProblems.WriteAsync(context, invalid.Problems);
                break;
        }
    }

    /// <summary>DELETE: retires (R25).</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        switch (await modules.RetireAsync(Name(context), Version(context), QueryFlags.Read(context.Request.Query, "force"), context.RequestAborted))
        {
            case ModuleRetirement.Retired retired:
                ApiLog.ModuleRetired(logger, Name(context), Version(context), retired.PinnedJobs);
                await JsonAnswers.WriteAsync(
                    context, StatusCodes.Status200OK, (Name(context), Version(context), retired.PinnedJobs), static (writer, state) =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("module"u8, state.Item1);
                        writer.WriteString("ver"u8, state.Item2);
                        writer.WriteNumber("pinned_jobs"u8, state.PinnedJobs);
                        writer.WriteEndObject();
                    });
                break;
            case ModuleRetirement.NotFound:
                await VersionNotFoundAsync(context);
                break;
            case ModuleRetirement.InUse inUse:
                var jobs = inUse.PinnedJobs == 1 ? "1 live job is" : $"{inUse.PinnedJobs} live jobs are";
                await ProblemAnswers.WriteAsync(
                    context, StatusCodes.Status409Conflict, ProblemCodes.ModuleVersionInUse,
                    $"Module '{Name(context)}' {Version(context)} cannot be retired: {jobs} pinned to it. Wait, or say '?force=true': what has started goes on with it, what has not fails at its start.");
                break;
        }
    }

    private static Task WriteAsync(HttpContext context, int status, ModuleVersionData version, IReadOnlyList<ProblemItem> warnings)
    {
        context.Response.Headers.Location = $"/modules/{version.Module}/versions/{version.Version}";
        return JsonAnswers.WriteAsync(context, status, (version, warnings), static (writer, state) =>
            ModuleJson.WritePublished(writer, state.version, state.warnings));
    }

    private Task VersionNotFoundAsync(HttpContext context) => modules.FindModule(Name(context)) is { } module
        ? ProblemAnswers.NotFoundAsync(
            context, $"Module '{module.Name}' has no version '{Version(context)}'. Installed: {ModuleAnswers.Installed(module)}.")
        : ModuleAnswers.NotFoundAsync(context, modules, Name(context));

    private static string Name(HttpContext context) => RouteIds.Text(context, "name");

    private static string Version(HttpContext context) => RouteIds.Text(context, "ver");
}
