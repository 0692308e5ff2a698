using System.Text.Json;
using System.Text.RegularExpressions;
using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Submission;

/// <summary>Reads which modules a task asks for, from the three members that may say so (R2).</summary>
internal sealed partial class ModuleDemandReader(MemberReader task, bool versioning)
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "job", "log", "info", "config", "secret", "error", "cancellation", "has", "isVerGrtrThan", "isBackComp", "wf_current_versions", "job_versions",
        "wf_installed_versions", "WORKFLOW_VERSIONING",
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while", "await", "var", "dynamic", "nameof",
    };

    private readonly List<ModuleDemand> _demands = [];
    private readonly HashSet<(string Alias, string What, string Value)> _disagreements = [];

    public IReadOnlyList<ModuleDemand> Read()
    {
        ReadMember("modules");
        if (versioning)
        {
            ReadMember("modules_plus");
            ReadMember("imports");
        }

        return _demands;
    }

    private void ReadMember(string member)
    {
        if (task.Find(member) is not { } value) return;
        if (value.ValueKind != JsonValueKind.Object)
        {
            task.Report(member, $"'{member}' must be an object from alias to module, not {MemberReader.Describe(value)}.");
            return;
        }

        foreach (var entry in value.EnumerateObject())
        {
            if (ReadEntry(member, entry) is { } demand) Merge(demand);
        }
    }

    private ModuleDemand? ReadEntry(string member, JsonProperty entry)
    {
        var path = $"{member}/{MemberReader.Escape(entry.Name)}";
        if (!AliasPattern().IsMatch(entry.Name) || Reserved.Contains(entry.Name) || entry.Name.StartsWith("__", StringComparison.Ordinal))
        {
            ReportAt(
                path,
                $"'{MemberReader.Shorten(entry.Name)}' cannot be a module's alias. It becomes a variable of the body: "
                + "write a C# identifier that is no keyword and no global.");
            return null;
        }

        if (entry.Value.ValueKind == JsonValueKind.String) return Named(path, entry.Name, entry.Value.GetString(), null);
        if (entry.Value.ValueKind != JsonValueKind.Object)
        {
            ReportAt(path, $"A module is its name or an object {{\"name\": …, \"ver\": …}}, not {MemberReader.Describe(entry.Value)}.");
            return null;
        }

        var version = versioning ? ReadText(path, entry.Value, "ver", required: false) : null;
        return Named(path, entry.Name, ReadText(path, entry.Value, "name", required: true), version);
    }

    private ModuleDemand? Named(string path, string alias, string? name, string? version)
    {
        if (name is null) return null;
        if (name.Length is > 0 and <= 256) return new ModuleDemand(alias, name, version, task.Pointer + "/" + path);
        ReportAt(path, "A module's name is empty or longer than 256 characters.");
        return null;
    }

    private string? ReadText(string path, JsonElement module, string member, bool required)
    {
        if (!module.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required) ReportAt(path, $"The module has no '{member}'.");
            return null;
        }

        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        ReportAt($"{path}/{member}", $"'{member}' must be a string, not {MemberReader.Describe(value)}.");
        return null;
    }

    private void Merge(ModuleDemand demand)
    {
        var index = _demands.FindIndex(known => string.Equals(known.Alias, demand.Alias, StringComparison.Ordinal));
        if (index < 0)
        {
            _demands.Add(demand);
            return;
        }

        // A name and a version may both disagree: each is said, and a third member that repeats what the second says is not said again.
        var known = _demands[index];
        if (!string.Equals(known.Name, demand.Name, StringComparison.Ordinal)) Disagree(demand, "module", known.Name, demand.Name);
        if (demand.Requested is null) return;
        if (known.Requested is null) _demands[index] = known with { Requested = demand.Requested, Pointer = demand.Pointer };
        else if (!string.Equals(known.Requested, demand.Requested, StringComparison.Ordinal))
        {
            Disagree(demand, "version", known.Requested, demand.Requested);
        }
    }

    private void Disagree(ModuleDemand demand, string what, string first, string second)
    {
        if (!_disagreements.Add((demand.Alias, what, second))) return;
        task.ReportAt(
            demand.Pointer,
            $"The alias '{demand.Alias}' is given {what} '{MemberReader.Shorten(first)}' and {what} '{MemberReader.Shorten(second)}'. "
            + "Say the same everywhere.",
            ProblemCodes.ModulesDisagree);
    }

    /// <summary>The path is escaped already; the reporter would escape it again.</summary>
    private void ReportAt(string path, string message) => task.ReportAt(task.Pointer + "/" + path, message, ProblemCodes.InvalidValue);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AliasPattern();
}
