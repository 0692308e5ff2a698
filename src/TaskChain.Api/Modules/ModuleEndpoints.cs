using TaskChain.Api.Http;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Modules;

/// <summary><c>/modules</c> and <c>/modules/{name}</c>, with the current pointer.</summary>
internal sealed class ModuleEndpoints(ModuleService modules)
{
    /// <summary>GET /modules.</summary>
    public Task ListAsync(HttpContext context) =>
        JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, modules.ListModules(), static (writer, list) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items"u8);
            foreach (var module in list) ModuleJson.Write(writer, module);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    /// <summary>GET /modules/{name}.</summary>
    public Task GetAsync(HttpContext context) => modules.FindModule(Name(context)) is { } module
        ? JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, module, ModuleJson.Write)
        : ModuleAnswers.NotFoundAsync(context, modules, Name(context));

    /// <summary>GET /modules/{name}/current.</summary>
    public Task GetCurrentAsync(HttpContext context)
    {
        if (modules.FindModule(Name(context)) is not { } module) return ModuleAnswers.NotFoundAsync(context, modules, Name(context));
        return module.Current is { } current
            ? WriteCurrentAsync(context, current)
            : ProblemAnswers.NotFoundAsync(context, $"Module '{module.Name}' has no current version: none of its versions is installed.");
    }

    /// <summary>PUT /modules/{name}/current.</summary>
    public async Task PutCurrentAsync(HttpContext context)
    {
        var version = CurrentVersionBody.Read(await RequestBody.ReadJsonAsync(context, CurrentVersionBody.MaxBytes));
        var name = Name(context);
        if (modules.FindModule(name) is not { } module)
        {
            await ModuleAnswers.NotFoundAsync(context, modules, name);
            return;
        }

        if (!await modules.SetCurrentAsync(name, version, context.RequestAborted))
        {
            await ProblemAnswers.WriteAsync(
                context, StatusCodes.Status422UnprocessableEntity, ProblemCodes.ModuleVersionUnavailable,
                $"Module '{name}' {version} is not installed. Installed: {ModuleAnswers.Installed(module)}.");
            return;
        }

        await WriteCurrentAsync(context, version);
    }

    private static Task WriteCurrentAsync(HttpContext context, string version) =>
        JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, version, static (writer, ver) =>
        {
            writer.WriteStartObject();
            writer.WriteString("ver"u8, ver);
            writer.WriteEndObject();
        });

    private static string Name(HttpContext context) => RouteIds.Text(context, "name");
}
