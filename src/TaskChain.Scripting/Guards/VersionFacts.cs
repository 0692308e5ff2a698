using TaskChain.Scripting.References;
using TaskChain.Versioning;

namespace TaskChain.Scripting.Guards;

/// <summary>
/// Answers the version globals for the versions that a body is compiled against, exactly as the worker will. Null means that it cannot be told here, or
/// that asking throws.
/// </summary>
internal sealed class VersionFacts(ScriptRequest request, ReferenceSet references)
{
    private readonly string? _onlyModule = request.Modules.Select(module => module.Name).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    /// <summary>True when bare strings could belong to more than one module.</summary>
    public bool HasSeveralModules => request.Modules.Count > 0 && _onlyModule is null;

    public VersionConstant? Current(string aliasOrName) => Find(aliasOrName) is { } module ? new(module.Name, module.Resolved) : null;

    public VersionConstant? Requested(string aliasOrName) => Find(aliasOrName) is { } module ? new(module.Name, module.Requested ?? module.Resolved) : null;

    /// <summary><c>isVerGrtrThan</c>.</summary>
    public bool? IsGreater(string? aliasOrName, VersionConstant a, VersionConstant b)
    {
        if (!VersionText.IsValid(a.Text) || !VersionText.IsValid(b.Text)) return null;
        if (aliasOrName is not null) return Find(aliasOrName)?.Order.IsGreater(a.Text, b.Text);
        if (a.Module is not null && b.Module is not null && a.Module != b.Module) return null;
        if ((a.Module ?? b.Module ?? _onlyModule) is { } name) return Find(name)?.Order.IsGreater(a.Text, b.Text);
        return VersionText.IsSemVer(a.Text) && VersionText.IsSemVer(b.Text) ? VersionHistory.Empty.IsGreater(a.Text, b.Text) : null;
    }

    /// <summary><c>isBackComp</c>.</summary>
    public bool? IsBackwardCompatible(string aliasOrName, string requested, string available) =>
        VersionText.IsValid(requested) && VersionText.IsValid(available) ? Find(aliasOrName)?.Order.IsBackwardCompatible(requested, available) : null;

    /// <summary><c>has</c>.</summary>
    public bool? HasMember(string path)
    {
        var names = path.Split('.');
        for (var i = 0; i < request.Modules.Count; i++)
        {
            if (request.Modules[i].Alias != names[0]) continue;
            return references.EntryTypeOf(i) is { } entry ? MemberPath.Exists(entry, names.AsSpan(1)) : null;
        }

        return null;
    }

    // An alias wins over an equal module name, as in ModuleVersionMap; of several aliases of one module the last is found under its name.
    private ScriptModule? Find(string aliasOrName) =>
        request.Modules.FirstOrDefault(module => module.Alias == aliasOrName) ?? request.Modules.LastOrDefault(module => module.Name == aliasOrName);
}
