using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using TaskChain;

/// <summary>All bodies of the tests in one class, as the script compiler would name it; the job's name chooses.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "Compiled bodies have none.")]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "Compiled bodies are named so.")]
public sealed partial class TaskScript_ : VersionedTaskScript
{
    private static int _static;

    protected override async Task<object?> __Body()
    {
        switch (job.Name)
        {
            case "nothing": return null;
            case "text": return "grüße \"quoted\"";
            case "number": return 42;
            case "object": return new { Name = "x", Items = new[] { 1, 2 }, Nested = new Dictionary<string, object?> { ["k"] = null } };
            case "node": return new JsonObject { ["a"] = 1.5 };
            case "echo": return new { job.Uuid, job.Target, job.Attempt, job.Interrupted, job.IdempotencyKey, job.CreatedAt, Params = job.Params.Json, Properties = job.Properties, Results = job.Results.Count > 0 ? job.Results["first"]?.DeepClone() : null, error };
            case "static": return ++_static;
            case "pid": return Environment.ProcessId;
            case "delay":
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
                return "late";
            case "console":
                Console.Write("half ");
                Console.WriteLine("a line");
                Console.Error.WriteLine("an error");
                Console.Write("no end");
                return "written";
            case "say":
                info(new { step = 1 });
                log.Warn("careful");
                job.Progress(0.5);
                await Task.Yield();
                job.Info("two");
                return "said";
            default: return await State() ?? await Outcomes() ?? await Trouble() ?? throw new InvalidOperationException($"No body is named '{job.Name}'.");
        }
    }

    private TaskError? error => __Host.Error;

    private async Task<object?> State()
    {
        switch (job.Name)
        {
            case "read-only":
                return job.Params.GetString("name") + job["color"];
            case "change-params":
                job.Params["count"] = job.Params.GetInt64("count", 0) + 1;
                return "changed";
            case "change-properties":
                job["color"] = "red";
                job["gone"] = null;
                job.Properties["list"]!.AsArray().Add(3);
                return "changed";
            case "frozen":
                job["uuid"] = "mine";
                return "impossible";
            case "environment":
                return Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal).ToArray();
            case "descriptors":
                return Directory.GetFiles("/proc/self/fd").Select(path => (Path.GetFileName(path), File.ResolveLinkTarget(path, false)?.FullName)).Select(pair => $"{pair.Item1} {pair.Item2}").ToArray();
            case "secrets":
                var password = secret("password");
                info(new { password });
                log.Info($"The password is {password}.");
                if (job.Params.Has("throw")) throw new InvalidOperationException($"Wrong password '{password}'.");
                await Task.Yield();
                return new { password, config = config["url"], nested = new[] { $"a{password}b" } };
            default: return null;
        }
    }

    private Task<object?> Outcomes() => Task.FromResult<object?>(job.Name switch
    {
        "queue" => job.Queue(TimeSpan.FromSeconds(3)),
        "again" => job.Again(TimeSpan.FromSeconds(5)),
        "wait" => job.Wait(DateTimeOffset.UnixEpoch.AddDays(30000)),
        "retry" => job.Retry(),
        "fail" => job.Fail("No such VM.", "vm_not_found"),
        _ => null,
    });
}
