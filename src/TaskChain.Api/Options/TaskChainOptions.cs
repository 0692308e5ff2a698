using System.ComponentModel.DataAnnotations;
using TaskChain.Engine;
using TaskChain.Engine.Webhooks;
using TaskChain.Sandbox;
using TaskChain.Storage;

namespace TaskChain.Api.Options;

/// <summary>Everything an operator can set; section <c>TaskChain</c>, environment <c>TaskChain__X__Y</c>. See guides/operators.md.</summary>
internal sealed class TaskChainOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "TaskChain";

    /// <summary>
    /// Address to listen on. Default <c>http://127.0.0.1:8080</c>; port 0 takes a free one. Beyond loopback callers need API keys: without any the service
    /// makes a first one at its start. TLS is the business of a proxy in front. Changing it affects no job.
    /// </summary>
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>
    /// Data folder: the embedded database, unpacked module packages, <c>listen.json</c>. Default <c>data</c> below the current folder. One
    /// service at a time. With another folder the service has other jobs.
    /// </summary>
    public string Data { get; set; } = "data";

    /// <summary>The database.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>Version checks.</summary>
    public VersioningSection Versioning { get; set; } = new();

    /// <summary>Compat tables at start.</summary>
    public CompatSection Compat { get; set; } = new();

    /// <summary>Worker and compiler processes.</summary>
    public SandboxOptions Sandbox { get; set; } = new();

    /// <summary>The runner of this node.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>How long jobs that have ended are kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Who is served.</summary>
    public AuthSection Auth { get; set; } = new();

    /// <summary>
    /// Parameters of jobs that are also properties of the job and that lists can be searched by; in one text with commas, or as a list. Default
    /// <c>vm_uuid,server_uuid,image_uuid,creator_uuid,origin,task</c>. A change affects jobs that are posted after it.
    /// </summary>
    public IReadOnlyList<string> JobExtraParams
    {
        get => Engine.JobExtraParams;
        set => Engine.JobExtraParams = value;
    }

    /// <summary>Whom webhooks may call.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>Sizes of requests.</summary>
    public LimitsSection Limits { get; set; } = new();

    /// <summary>Variables granted to workflows: <c>config["name"]</c> in bodies. Runs that start after a restart see the new values.</summary>
    public Dictionary<string, string> Variables { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Secrets granted to workflows: <c>secret("name")</c> in bodies; masked in whatever leaves a worker.</summary>
    public Dictionary<string, string> Secrets { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>Section <c>TaskChain:Versioning</c>.</summary>
internal sealed class VersioningSection
{
    /// <summary>
    /// Default true. False emulates a service from before module versioning: <c>modules_plus</c> is ignored, every task is given the current
    /// version, bodies have no version globals. Jobs in flight keep what they are pinned to.
    /// </summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>Section <c>TaskChain:Compat</c>.</summary>
internal sealed class CompatSection
{
    /// <summary>Folder whose <c>&lt;module&gt;.json</c> files are applied at start. Default none. Jobs in flight keep what they are pinned to.</summary>
    public string? Folder { get; set; }
}

/// <summary>Section <c>TaskChain:Auth</c>.</summary>
internal sealed class AuthSection
{
    /// <summary>
    /// Default false. True serves callers on this machine without a key, with all scopes, also when there are keys; what a proxy forwards is no such call.
    /// It is also the way back in when the last key with scope maintain has been lost.
    /// </summary>
    public bool AllowAnonymousLoopback { get; set; }
}

/// <summary>Section <c>TaskChain:Limits</c>.</summary>
internal sealed class LimitsSection
{
    /// <summary>Largest JSON body of a request in bytes, 1,024 to 67,108,864. Default 1,048,576. Affects no job that was accepted.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int RequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest module package in bytes, 65,536 to 1,073,741,824. Default 67,108,864 (64 MiB).</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int PackageBytes { get; set; } = 64 * 1024 * 1024;
}
