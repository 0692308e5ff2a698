using System.Text.RegularExpressions;
using TaskChain.Versioning;

namespace TaskChain.Scripting.Wrapping;

/// <summary>
/// Preprocessor symbols of a body: <c>WORKFLOW_VERSIONING</c>, and per module <c>SDC_CLIENTS_9_0_3</c> for the given version and
/// <c>SDC_CLIENTS_9_0_2_OR_GREATER</c> for every version up to it. An old service defines none.
/// </summary>
internal static partial class VersionSymbols
{
    public const string WorkflowVersioning = "WORKFLOW_VERSIONING";

    public static IReadOnlyList<string> Of(ScriptRequest request)
    {
        if (!request.Versioning) return [];
        var symbols = new List<string> { WorkflowVersioning };
        foreach (var aliases in request.Modules.GroupBy(module => module.Name, StringComparer.Ordinal))
        {
            // With two versions of one module in one body, a symbol holds when it holds for both.
            var shared = aliases.Select(Of).Aggregate((a, b) => [.. a.Intersect(b, StringComparer.Ordinal)]);
            symbols.AddRange(shared);
        }

        return symbols;
    }

    private static IReadOnlyList<string> Of(ScriptModule module)
    {
        var symbols = new List<string> { Name(module.Name, module.Resolved) };
        var reached = module.Order.Entries
            .Select(entry => entry.Version)
            .Append(module.Resolved)
            .Where(version => module.Order.Compare(version, module.Resolved) is VersionOrder.Older or VersionOrder.Equal);
        symbols.AddRange(reached.Select(version => Name(module.Name, version) + "_OR_GREATER").Distinct(StringComparer.Ordinal));
        return symbols;
    }

    private static string Name(string module, string version)
    {
        var name = NotInSymbols().Replace($"{module}_{version}".ToUpperInvariant(), "_");
        return char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    [GeneratedRegex("[^A-Z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInSymbols();
}
