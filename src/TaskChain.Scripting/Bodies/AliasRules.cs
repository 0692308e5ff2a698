using System.Collections.Frozen;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using TaskChain.Scripting.Problems;

namespace TaskChain.Scripting.Bodies;

/// <summary>An alias becomes a variable of the body, so it must be a name that C# and the script contract leave free.</summary>
internal static class AliasRules
{
    // In both modes of the service, so that a body that is accepted here is accepted everywhere.
    private static readonly FrozenSet<string> Globals = Names().ToFrozenSet(StringComparer.Ordinal);

    // Contextual words that mean something else wherever a body could use them.
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(["await", "var", "dynamic", "nameof", "_"], StringComparer.Ordinal);

    public static void Check(IReadOnlyList<ScriptModule> modules, ProblemList problems)
    {
        foreach (var module in modules)
        {
            if (Fault(module.Alias) is not { } fault) continue;
            problems.Add(Problem(module, $"The alias '{module.Alias}' of module '{module.Name}' {fault} Use another alias, for example '{module.Alias}Module'."));
        }

        foreach (var twins in modules.GroupBy(module => module.Alias, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            var names = string.Join("', '", twins.Select(module => module.Name));
            problems.Add(Problem(twins.First(), $"The alias '{twins.Key}' is used for several modules: '{names}'. Give each its own alias."));
        }
    }

    private static string? Fault(string alias) => alias switch
    {
        _ when alias.StartsWith("__", StringComparison.Ordinal) => "is reserved: names may not start with '__'.",
        _ when !SyntaxFacts.IsValidIdentifier(alias) => "is no C# variable name.",
        _ when SyntaxFacts.GetKeywordKind(alias) != SyntaxKind.None || Words.Contains(alias) => "is a C# keyword.",
        _ when Globals.Contains(alias) => "is the name of a global of task bodies.",
        _ => null,
    };

    private static ScriptProblem Problem(ScriptModule module, string message) =>
        new(ProblemCode.ScriptInvalid, ProblemId.Alias, IsError: true, 0, 0, message, module.Name);

    private static IEnumerable<string> Names() =>
        typeof(VersionedTaskScript)
            .GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            .Where(member => member is not MethodBase { IsSpecialName: true })
            .Select(member => member.Name)
            .Append("error");
}
