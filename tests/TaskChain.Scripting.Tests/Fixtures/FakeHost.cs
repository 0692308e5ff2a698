using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json.Nodes;

namespace TaskChain.Scripting.Tests.Fixtures;

/// <summary>Runs a compiled body in this process, with its modules in a load context each.</summary>
internal sealed class FakeHost : IScriptHost
{
    private readonly ScriptRequest _request;
    private readonly Dictionary<string, object> _modules;
    private readonly List<(Context Context, string Folder)> _contexts = [];

    public FakeHost(ScriptRequest request)
    {
        _request = request;
        var entries = request.Modules.Select(module => module.ResolvedBuild).Distinct().ToDictionary(build => build, Load);
        _modules = request.Modules.ToDictionary(module => module.Alias, module => entries[module.ResolvedBuild], StringComparer.Ordinal);
        Job = new JobContext(
            this, new JobIdentity("u", "n", null, 1, false, "k", DateTimeOffset.UnixEpoch), new JobParams(() => new JsonObject { ["ticket"] = "t1" }),
            () => [], new TaskResults(() => []), () => false);
    }

    public List<string> Logged { get; } = [];

    public JobContext Job { get; }

    public ScriptLog Log => new((level, message) => Logged.Add($"{level}: {message}"));

    public TaskError? Error => new("E", "it broke", "task_failed", "first");

    public CancellationToken Cancellation => CancellationToken.None;

    public IReadOnlyDictionary<string, string> Config { get; } = new Dictionary<string, string> { ["url"] = "http://x" };

    public ModuleVersionMap CurrentVersions => new(_request.Modules.Select(module => (module.Alias, module.Name, module.Resolved)));

    public ModuleVersionMap JobVersions => new(_request.Modules.Select(module => (module.Alias, module.Name, module.Requested ?? module.Resolved)));

    public IReadOnlyDictionary<string, IReadOnlyList<VersionValue>> InstalledVersions { get; } = new Dictionary<string, IReadOnlyList<VersionValue>>();

    public async Task<object?> RunAsync(byte[] assembly)
    {
        // As the worker: by name, and of several by version.
        var context = new Context("script", wanted => _contexts
            .Where(known => Path.Combine(known.Folder, wanted.Name + ".dll") is var path && File.Exists(path) && AssemblyName.GetAssemblyName(path).Version == wanted.Version)
            .Select(known => known.Context.LoadFromAssemblyName(wanted))
            .FirstOrDefault());
        var type = context.LoadFromStream(new MemoryStream(assembly)).GetType(ScriptAssembly.TypeName, throwOnError: true)!;
        return await ((TaskScript)Activator.CreateInstance(type)!).__RunAsync(this);
    }

    public bool IsGreater(string? module, VersionValue a, VersionValue b)
    {
        var name = module ?? a.Module ?? b.Module ?? _request.Modules[0].Name;
        return _request.Modules.First(m => m.Name == name || m.Alias == name).Order.IsGreater(a.Text, b.Text);
    }

    public bool IsBackwardCompatible(string module, string requested, string available) =>
        _request.Modules.First(m => m.Name == module || m.Alias == module).Order.IsBackwardCompatible(requested, available);

    public bool HasMember(string path)
    {
        var parts = path.Split('.');
        var type = _modules[parts[0]].GetType();
        foreach (var part in parts[1..])
        {
            var member = type.GetMember(part).FirstOrDefault();
            if (member is null) return false;
            type = (member as PropertyInfo)?.PropertyType ?? typeof(object);
        }

        return true;
    }

    public string Secret(string name) => "secret-" + name;

    public object Module(string alias) => _modules[alias];

    public void AppendInfo(JsonNode? value) => Logged.Add("info: " + value?.ToJsonString());

    public void ReportProgress(double fraction) => Logged.Add("progress: " + fraction);

    private object Load(ModuleBuild build)
    {
        var folder = Path.GetDirectoryName(build.AssemblyPath)!;
        var context = new Context(build.Version, _ => null, folder);
        var assembly = context.LoadFromAssemblyPath(build.AssemblyPath);
        _contexts.Add((context, folder));
        return Activator.CreateInstance(assembly.GetType(build.EntryType, throwOnError: true)!)!;
    }

    private sealed class Context(string name, Func<AssemblyName, Assembly?> resolve, string? folder = null) : AssemblyLoadContext(name)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (resolve(assemblyName) is { } assembly) return assembly;
            var path = folder is null ? null : Path.Combine(folder, assemblyName.Name + ".dll");
            return path is not null && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
