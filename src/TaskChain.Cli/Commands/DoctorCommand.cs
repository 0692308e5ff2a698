using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain.Client.Exceptions;

namespace TaskChain.Cli.Commands;

/// <summary><c>taskchain doctor</c>: whether the service is there, can take work, and knows us.</summary>
internal static class DoctorCommand
{
    public static Command Create() => new Command("doctor", "Tells whether the service is there, can take work, and knows the caller; exit status 6 when not.").Runs(
        (session, _, cancellationToken) => RunAsync(session, cancellationToken));

    private static async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var ping = await session.Client.PingAsync(cancellationToken);
        var ready = await session.Client.GetReadinessAsync(cancellationToken);
        var access = await AccessAsync(session, cancellationToken);
        var report = new JsonObject
        {
            ["url"] = session.Client.Address.AbsoluteUri,
            ["version"] = version,
            ["pid"] = ping.Pid,
            ["backend"] = ping.Backend,
            ["status"] = ready.Status,
            ["access"] = access ?? "granted",
            ["checks"] = new JsonObject(ready.Checks.Select(check => KeyValuePair.Create(
                check.Key, (JsonNode?)new JsonObject { ["ready"] = check.Value.Ready, ["detail"] = check.Value.Detail }))),
        };
        if (session.IsJson) session.Out.WriteLine(report.ToJsonString(JsonSerializerOptions.Default));
        else Write(session.Out, report);
        if (ready.Status != "ready") return ExitCodes.Unreachable;
        return access is null ? ExitCodes.Ok : ExitCodes.Failure;
    }

    /// <summary>Why the caller may not read; null when it may.</summary>
    private static async Task<string?> AccessAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            await session.Client.CallAsync(HttpMethod.Get, "jobs?limit=1", cancellationToken: cancellationToken);
            return null;
        }
        catch (TaskChainProblemException problem) when ((int)problem.Status is 401 or 403)
        {
            return problem.Detail;
        }
    }

    private static void Write(TextWriter output, JsonObject report)
    {
        foreach (var (name, value) in report)
        {
            if (name != "checks") output.WriteLine($"{name + ":",-10}{value}");
        }

        foreach (var (name, check) in report["checks"]!.AsObject())
        {
            output.WriteLine($"  {((bool)check!["ready"]! ? "ok  " : "FAIL")} {name}: {check["detail"]}");
        }
    }
}
