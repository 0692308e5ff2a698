namespace TaskChain.Scripting.Tests.Fixtures;

/// <summary>A module as the samples have it: an entry class with clients that grow, and break in 10.0.0.</summary>
internal static class Sdc
{
    public const string Name = "sdc-clients";

    private const string V902 = """
        namespace Sdc;
        public class SdcClients
        {
            public SdcClients() { }
            public Cnapi Cnapi { get; } = new();
            public string Version => "9.0.2";
        }
        public class TaskInfo { public string Id { get; set; } = ""; public string Status { get; set; } = "complete"; }
        public enum TaskState { Queued = 0, Running = 1 }
        public partial class Cnapi
        {
            public const int PageSize = 100;
            public int Timeout { get; set; } = 30;
            public Task<TaskInfo> GetTask(string id) => Task.FromResult(new TaskInfo { Id = id });
            public Task<string> Ping(string server = "a", int times = 1) => Task.FromResult(server + times);
            public TaskState State(string id) => TaskState.Running;
            public bool TryGet(string id, out string name) { name = "n-" + id; return true; }
            public event Action? Changed;
            public void Raise() => Changed?.Invoke();
        }
        public static class CnapiExtensions { public static string Describe(this TaskInfo task) => task.Id + ":" + task.Status; }
        """;

    private const string Added903 = """
        public class Ticket { public string Id { get; set; } = ""; public int Number { get; set; } = 7; }
        public partial class Cnapi
        {
            public string? Zone { get; set; }
            public Task<TaskInfo> WaitTask(string id) => Task.FromResult(new TaskInfo { Id = id, Status = "waited" });
            public Task<Ticket> WaitTicket(string id, int timeout = 5) => Task.FromResult(new Ticket { Id = id });
            public bool TryTicket(string id, out int number) { number = 7; return true; }
            public void Reset() { }
            public List<Ticket> Tickets() => [new Ticket()];
        }
        """;

    public static IReadOnlyList<ModuleHistoryEntry> History { get; } =
        [new("9.0.1", false), new("9.0.2", false), new("ee86d6312", false), new("9.0.3", false), new("9.1.0", false), new("10.0.0", true)];

    public static ModuleBuild At902 { get; } = ModuleFixture.Build("SdcClients", "9.0.2", V902, "Sdc.SdcClients");

    public static ModuleBuild At903 { get; } = ModuleFixture.Build("SdcClients", "9.0.3", V902.Replace("\"9.0.2\"", "\"9.0.3\"") + Added903, "Sdc.SdcClients");

    /// <summary>Other defaults, constants and enum values, and an overload that wins.</summary>
    public static ModuleBuild At910 { get; } = ModuleFixture.Build("SdcClients", "9.1.0", V902
        .Replace("\"9.0.2\"", "\"9.1.0\"")
        .Replace("PageSize = 100", "PageSize = 250")
        .Replace("Queued = 0, Running = 1", "Queued = 1, Running = 2")
        .Replace("int times = 1", "int times = 2")
        .Replace("public TaskState State(string id)", "public TaskState State(object id) => TaskState.Queued; public TaskState State(string id)") + Added903, "Sdc.SdcClients");

    /// <summary>Without GetTask and WaitTask.</summary>
    public static ModuleBuild At1000 { get; } = ModuleFixture.Build(
        "SdcClients", "10.0.0",
        V902.Replace("\"9.0.2\"", "\"10.0.0\"").Replace("public Task<TaskInfo> GetTask", "public Task<TaskInfo> FetchTask")
            + Added903.Replace("public Task<TaskInfo> WaitTask", "public Task<TaskInfo> AwaitTask"),
        "Sdc.SdcClients");

    public static ScriptModule Module(string resolved, string? requested = null, string alias = "sdcClients") =>
        new(alias, Name, requested, resolved, History, [At902, At903, At910, At1000]);

    /// <summary>Only some versions are at hand.</summary>
    public static ScriptModule Only(string resolved, string? requested, params ModuleBuild[] builds) =>
        new("sdcClients", Name, requested, resolved, History, builds);
}
