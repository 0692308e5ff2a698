using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Tests.Modules;

/// <summary>The sample module sdc-clients in two versions, as packages are unpacked on a node.</summary>
internal static class SdcClients
{
    private static readonly HistoryFact[] History =
    [
        new("9.0.1", false, null), new("9.0.2", false, null), new("ee86d6312", false, null), new("9.0.3", false, null), new("10.0.0", true, "It broke."),
    ];

    public static ScriptVariables Variables { get; } = new(
        "sdc",
        new Dictionary<string, string> { ["cnapiUrl"] = "http://127.0.0.1:1", ["vmapiUrl"] = "http://127.0.0.1:1", ["imgapiUrl"] = "http://127.0.0.1:1", ["napiUrl"] = "http://127.0.0.1:1" },
        new Dictionary<string, string>());

    public static ModuleSet Set(params (string Alias, string? Requested, string Version)[] modules) => new(
        string.Join(' ', modules),
        [.. modules.Select(module => new TaskModule(
            module.Alias, "sdc-clients", module.Requested, module.Version, $"hash of {module.Version}", Folder(module.Version), "SdcClients.dll", "Sdc.SdcClients"))],
        [new ModuleKnowledge("sdc-clients", History, ["9.0.2", "9.0.3"])]);

    public static CompileRequest Compile(string body, ModuleSet set) => new()
    {
        Body = body,
        Modules = [.. set.Modules.Select(module => new CompileModule(
            module.Alias, module.Name, module.Requested, module.Version, History,
            [.. new[] { "9.0.2", "9.0.3" }.Select(version => new KnownModuleVersion(version, $"hash of {version}", Path.Combine(Folder(version), "SdcClients.dll"), "Sdc.SdcClients"))]))],
    };

    public static string Folder(string version) => Path.Combine(AppContext.BaseDirectory, "modules", "sdc-clients", version);
}
