using TaskChain.Scripting.LateBinding;

namespace TaskChain.Scripting.Problems;

/// <summary>Words for uses of members that the given version lacks.</summary>
internal static class MissingMembers
{
    /// <summary>What is missing: <c>Module 'sdc-clients' 9.0.2 has no 'Cnapi.WaitTask(string)' (added in 9.0.3)</c>, without a full stop.</summary>
    public static string Fact(ScriptModule module, LateSite site)
    {
        var where = site switch
        {
            { FoundIn: null } => $" and neither has any version at hand; the body was written against {module.Requested}",
            { FoundIn: { } found } when module.Order.IsGreater(module.Resolved, found) => $" (last in {found})",
            { AddedIn: { } added } when module.Order.IsGreater(added, module.Resolved) => $" (added in {added})",
            _ => $" in the form that {site.FoundIn} has",
        };
        return $"Module '{module.Name}' {module.Resolved} has no '{site.Member}'{where}";
    }

    /// <summary>What an author can do about an unguarded use.</summary>
    public static string Remedy(ScriptModule module, LateSite site, bool versioning)
    {
        var version = site switch
        {
            { FoundIn: null } => module.Requested,
            { AddedIn: { } added } when module.Order.IsGreater(added, module.Resolved) => added,
            _ => site.FoundIn,
        };
        var guard = versioning ? "isVerGrtrThan(...), has(...) or #if" : "#if (this service runs without workflow versioning)";
        return $"Put the use behind {guard}, ask for {version} in 'modules_plus', or set \"missing_members\": \"throw\" on the task.";
    }
}
