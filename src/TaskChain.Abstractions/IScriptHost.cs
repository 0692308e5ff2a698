using System.ComponentModel;
using System.Text.Json.Nodes;

namespace TaskChain;

/// <summary>What a compiled task body is given by the process that runs it. Implemented by the sandbox worker; scripts never see it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IScriptHost
{
    /// <summary>The job as this attempt sees it.</summary>
    JobContext Job { get; }

    /// <summary>The job's log.</summary>
    ScriptLog Log { get; }

    /// <summary>What went wrong, in fallback, onerror, oncancel and revert bodies; otherwise null.</summary>
    TaskError? Error { get; }

    /// <summary>Fires on cancel, timeout and emergency stop.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Operator variables granted to the workflow.</summary>
    IReadOnlyDictionary<string, string> Config { get; }

    /// <summary>Versions that the task was given, by alias and by module name.</summary>
    ModuleVersionMap CurrentVersions { get; }

    /// <summary>Versions that the job code was written against, by alias and by module name.</summary>
    ModuleVersionMap JobVersions { get; }

    /// <summary>All versions installed in this service, by module name, in the order of the history.</summary>
    IReadOnlyDictionary<string, IReadOnlyList<VersionValue>> InstalledVersions { get; }

    /// <summary>Compares two versions by the order of a module's history (RFD 19, R4, R13 to R15).</summary>
    /// <param name="module">Module name or alias; null when the values must carry it or the task has only one module.</param>
    /// <param name="a">Left version.</param>
    /// <param name="b">Right version.</param>
    /// <returns>True when <paramref name="a"/> is newer than <paramref name="b"/>.</returns>
    bool IsGreater(string? module, VersionValue a, VersionValue b);

    /// <summary>Asks the compat table whether code written against one version may be given another.</summary>
    bool IsBackwardCompatible(string module, string requested, string available);

    /// <summary>Tells whether a given module version has a member, named from its alias: <c>sdcClients.Cnapi.WaitTicketAsync</c>.</summary>
    bool HasMember(string path);

    /// <summary>Returns a secret granted to the workflow.</summary>
    /// <exception cref="KeyNotFoundException">The workflow has no such secret.</exception>
    string Secret(string name);

    /// <summary>Returns the entry object of the module version behind an alias.</summary>
    object Module(string alias);

    /// <summary>Appends one element to the job's info.</summary>
    void AppendInfo(JsonNode? value);

    /// <summary>Reports how far the task is, from 0 to 1; values outside are clamped.</summary>
    void ReportProgress(double fraction);
}
