using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TaskChain;

/// <summary>Base class of every compiled task body: the globals that exist in every mode of the service.</summary>
[SuppressMessage("Naming", "IDE1006:Naming styles", Justification = "The script contract fixes these names.")]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "Reserved for the host: scripts may not use such names.")]
public abstract class TaskScript
{
    /// <summary>The process that runs this body. Scripts may not name it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IScriptHost __Host { get; private set; } = null!; // Set by __RunAsync before any body statement runs.

    /// <summary>The job: identity, parameters, properties, results, and the outcomes a body may return.</summary>
    protected JobContext job => __Host.Job;

    /// <summary>The job's log.</summary>
    protected ScriptLog log => __Host.Log;

    /// <summary>The token that fires on cancel, timeout and emergency stop.</summary>
    protected CancellationToken cancellation => __Host.Cancellation;

    /// <summary>Operator variables granted to this workflow, by name.</summary>
    protected IReadOnlyDictionary<string, string> config => __Host.Config;

    /// <summary>Appends one element to the job's info.</summary>
    protected void info(object? value) => __Host.AppendInfo(JsonSerializer.SerializeToNode(value, ScriptJson.Options));

    /// <summary>Returns a secret granted to this workflow. Its value is masked wherever it would leave the worker.</summary>
    /// <exception cref="KeyNotFoundException">The workflow has no such secret.</exception>
    protected string secret(string name) => __Host.Secret(name);

    /// <summary>Runs the body once.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Task<object?> __RunAsync(IScriptHost host)
    {
        __Host = host;
        return __Body();
    }

    /// <summary>The wrapped body.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract Task<object?> __Body();
}
