using TaskChain.Sandbox;

namespace TaskChain.Engine;

/// <summary>Settings of the engine (section <c>TaskChain:Engine</c>). None of them affects what accepted jobs mean.</summary>
public sealed class EngineOptions
{
    /// <summary>Folder that this node may fill: unpacked modules. Required.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>
    /// False emulates an old service: no version globals, <c>modules_plus</c> ignored, every task is given the current version. Default true.
    /// </summary>
    public bool VersioningEnabled { get; set; } = true;

    /// <summary>Variables and secrets granted to every workflow. Default none; runs that start after a restart see new values.</summary>
    public ScriptVariables Variables { get; set; } = ScriptVariables.Empty;

    /// <summary>True when this node runs jobs; otherwise it only takes them. Default true.</summary>
    public bool RunsJobs { get; set; } = true;

    /// <summary>How many jobs may be under way on this node at once, 1 to 10,000. Default 128: a job that waits for a worker process holds one.</summary>
    public int Slots { get; set; } = 128;

    /// <summary>How many bodies are compiled at once for one request, 1 to 16. Default 2, the number of compiler processes.</summary>
    public int CompileParallelism { get; set; } = 2;

    /// <summary>How long other nodes wait for a silent runner before they take its jobs, 2 s to 10 min. Default 10 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the board and the catalogue are looked at when nothing signals a change, 50 ms to 1 min. Default 500 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a stopping node lets running tasks end before it hands their jobs back, 0 to 10 min. Default 5 s.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long jobs that have ended are kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>How long a cancelled body may tidy up before its worker is killed. Default 2 s.</summary>
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Parameters of jobs that are also properties of the job (<c>job.vm_uuid</c> beside <c>job.params.vm_uuid</c>) and that lists can be searched by.
    /// Default: those of sdc-workflow. A change affects jobs that are posted after it.
    /// </summary>
    public IReadOnlyList<string> JobExtraParams { get; set; } = ["vm_uuid", "server_uuid", "image_uuid", "creator_uuid", "origin", "task"];
}
