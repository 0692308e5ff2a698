using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Modules;

/// <summary>Answers that several module routes share.</summary>
internal static class ModuleAnswers
{
    /// <summary>404 with the nearest names (R20).</summary>
    public static Task NotFoundAsync(HttpContext context, ModuleService modules, string name)
    {
        var nearest = modules.NearestNames(name);
        var hint = nearest.Count == 0 ? "'GET /modules' lists all." : $"Near it: {string.Join(", ", nearest.Select(n => $"'{n}'"))}.";
        return ProblemAnswers.WriteAsync(context, StatusCodes.Status404NotFound, ProblemCodes.ModuleNotFound, $"Module '{name}' is not known. {hint}");
    }

    /// <summary>The installed versions of a module, for a message.</summary>
    public static string Installed(ModuleView module)
    {
        var installed = string.Join(", ", module.Versions.Where(v => v.Installed).Select(v => v.Version));
        return installed.Length == 0 ? "none" : installed;
    }
}
