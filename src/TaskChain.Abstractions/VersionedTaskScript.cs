using System.Diagnostics.CodeAnalysis;

namespace TaskChain;

/// <summary>Adds the version-query globals (RFD 19). A service that runs with <c>Versioning:Enabled=false</c> compiles bodies without them.</summary>
[SuppressMessage("Naming", "IDE1006:Naming styles", Justification = "The script contract fixes these names.")]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The script contract fixes these names.")]
public abstract class VersionedTaskScript : TaskScript
{
    /// <summary>True: this service understands <c>modules_plus</c>. Also a preprocessor symbol, for bodies that must compile on old services.</summary>
    protected const bool WORKFLOW_VERSIONING = true;

    /// <summary>The version this task was given, by alias or module name.</summary>
    protected ModuleVersionMap wf_current_versions => __Host.CurrentVersions;

    /// <summary>The version the job code was written against, by alias or module name; the version given where it named none.</summary>
    protected ModuleVersionMap job_versions => __Host.JobVersions;

    /// <summary>All installed versions, by module name, oldest first.</summary>
    protected IReadOnlyDictionary<string, IReadOnlyList<VersionValue>> wf_installed_versions => __Host.InstalledVersions;

    /// <summary>True when <paramref name="a"/> is newer than <paramref name="b"/> in the order of their module's history.</summary>
    protected bool isVerGrtrThan(VersionValue a, VersionValue b) => __Host.IsGreater(null, a, b);

    /// <summary>True when <paramref name="a"/> is newer than <paramref name="b"/> in the history of <paramref name="module"/> (name or alias).</summary>
    protected bool isVerGrtrThan(string module, VersionValue a, VersionValue b) => __Host.IsGreater(module, a, b);

    /// <summary>True when no version after <paramref name="requested"/> up to <paramref name="available"/> breaks compatibility.</summary>
    protected bool isBackComp(string module, VersionValue requested, VersionValue available) =>
        __Host.IsBackwardCompatible(module, requested.Text, available.Text);

    /// <summary>True when the given version has the member, named from its alias: <c>has("sdcClients.Cnapi.WaitTicketAsync")</c>.</summary>
    protected bool has(string member) => __Host.HasMember(member);
}
