using System.Text.Json.Nodes;
using TaskChain.Scripting;
using TaskChain.Versioning;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>What a body sees in these tests: a job whose parameters and properties live in this process.</summary>
internal sealed class BodyHost : IScriptHost
{
    private readonly ScriptRequest _request;
    private readonly Dictionary<string, object> _modules;

    public BodyHost(ScriptRequest request, JsonObject parameters, JsonObject properties, IReadOnlyDictionary<string, string> config, TaskError? error)
    {
        _request = request;
        Config = config;
        Error = error;
        Log = new ScriptLog((_, _) => { });
        Cancellation = TestContext.Current.CancellationToken;
        var identity = new JobIdentity("11111111-1111-4111-8111-111111111111", "test", null, 1, false, "key", DateTimeOffset.UnixEpoch);
        Job = new JobContext(this, identity, new JobParams(() => parameters), () => properties, new TaskResults(() => []), () => false);
        var context = new ModuleContext(config, Log, Cancellation);
        _modules = request.Modules.ToDictionary(module => module.Alias, module => ModuleContexts.CreateEntry(BuildOf(module), context), StringComparer.Ordinal);
    }

    public JobContext Job { get; }

    public ScriptLog Log { get; }

    public TaskError? Error { get; }

    public CancellationToken Cancellation { get; }

    public IReadOnlyDictionary<string, string> Config { get; }

    public ModuleVersionMap CurrentVersions => new(_request.Modules.Select(module => (module.Alias, module.Name, module.Resolved)));

    public ModuleVersionMap JobVersions => new(_request.Modules.Select(module => (module.Alias, module.Name, module.Requested ?? module.Resolved)));

    public IReadOnlyDictionary<string, IReadOnlyList<VersionValue>> InstalledVersions { get; } = new Dictionary<string, IReadOnlyList<VersionValue>>();

    public static ModuleBuild BuildOf(ScriptModule module) => module.Builds.Single(build => build.Version == module.Resolved);

    public bool IsGreater(string? module, VersionValue a, VersionValue b) => HistoryOf(module ?? a.Module ?? b.Module).IsGreater(a.Text, b.Text);

    public bool IsBackwardCompatible(string module, string requested, string available) =>
        HistoryOf(module).IsBackwardCompatible(requested, available);

    public bool HasMember(string path)
    {
        var parts = path.Split('.');
        var type = _modules[parts[0]].GetType();
        foreach (var part in parts.Skip(1).SkipLast(1)) type = type.GetProperty(part)!.PropertyType;
        return type.GetMember(parts[^1]).Length > 0;
    }

    public string Secret(string name) => throw new KeyNotFoundException(name);

    public object Module(string alias) => _modules[alias];

    public void AppendInfo(JsonNode? value)
    {
    }

    public void ReportProgress(double fraction)
    {
    }

    private VersionHistory HistoryOf(string? module) =>
        Catalogue.Module(_request.Modules.First(known => module is null || known.Name == module || known.Alias == module).Name).History;
}
