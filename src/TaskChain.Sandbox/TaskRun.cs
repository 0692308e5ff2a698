namespace TaskChain.Sandbox;

/// <summary>One run of one compiled body. JSON members are UTF-8 text, passed through unparsed.</summary>
public sealed record TaskRun
{
    /// <summary>Content hash of the compiled body: a worker that has it is not sent it again.</summary>
    public required string ScriptHash { get; init; }

    /// <summary>Gives the compiled body (a portable executable with embedded symbols) when the worker lacks it.</summary>
    public required ReadOnlyMemory<byte> Assembly { get; init; }

    /// <summary>The task's modules as resolved. Shared between runs: workers key their knowledge by <see cref="ModuleSet.Key"/>.</summary>
    public required ModuleSet Modules { get; init; }

    /// <summary>Who the job is and which attempt this is.</summary>
    public required JobIdentity Identity { get; init; }

    /// <summary>The job's parameters: a JSON object.</summary>
    public required ReadOnlyMemory<byte> Params { get; init; }

    /// <summary>The job's properties: a JSON object.</summary>
    public required ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>Earlier tasks' results: a JSON array of <c>{"name":…,"result":…}</c>; empty memory when the body does not read them.</summary>
    public ReadOnlyMemory<byte> Results { get; init; }

    /// <summary>What went wrong, for fallback, onerror, oncancel and revert bodies.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Operator variables granted to the workflow. Shared between runs.</summary>
    public required ScriptVariables Variables { get; init; }

    /// <summary>Wall-clock limit of this run, enforced by killing the worker; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> means none.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long a cancelled body may tidy up before its worker is killed. Default 2 s.</summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Workers that ran one consumer's code are never reused for another's.</summary>
    public string TrustDomain { get; init; } = "default";
}

/// <summary>Variables and secrets granted to a workflow, with a key by which workers remember them.</summary>
/// <param name="Key">Content hash of both.</param>
/// <param name="Config">Plain variables.</param>
/// <param name="Secrets">Secrets; workers mask their values in everything that leaves them.</param>
public sealed record ScriptVariables(string Key, IReadOnlyDictionary<string, string> Config, IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>No variables at all.</summary>
    public static ScriptVariables Empty { get; } = new("", new Dictionary<string, string>(), new Dictionary<string, string>());
}
