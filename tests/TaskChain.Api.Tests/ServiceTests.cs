using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>The executable: start, stop, kill, start again.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Killed_InMidJob_GoesOnWhereItWas()
    {
        using var folder = new TemporaryFolder();
        await using var recorder = new Recorder();
        var data = folder.File("data");
        recorder.Hold("/second");
        string job;
        await using (var service = await StartAsync(data, recorder))
        {
            var workflow = await service.Api.WorkflowAsync(Flow.Of(
                Flow.Task("first", Flow.Call("/first") + "job[\"left\"] = \"behind\"; return 1;").Calls(),
                Flow.Task("second", Flow.Call("/second") + "return job.Interrupted;").Calls(),
                Flow.Task("third", Flow.Call("/third") + "return job[\"left\"];").Calls()));
            job = (string)(await service.Api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
            await recorder.SeenAsync("/second");
            await service.KillAsync();
        }

        recorder.Open("/second");
        await using var next = await StartAsync(data, recorder);
        var finished = await next.Api.FinishedAsync(job);

        Assert.True((string?)finished["execution"] == "succeeded", finished.ToJsonString());
        Assert.Equal(["/first", "/second", "/second", "/third"], recorder.Calls);
        Assert.True((bool?)finished["chain_results"]![1]!["result"]);
        Assert.True((bool?)finished["chain_results"]![1]!["interrupted"]);
        Assert.Equal("behind", (string?)finished["chain_results"]![2]!["result"]);
        Assert.Equal(0, await next.StopAsync());
    }

    [Fact]
    public async Task Killed_UnderLoad_LosesNothingThatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var acknowledged = new ConcurrentBag<string>();
        await using (var service = await ServiceProcess.ListeningAsync(data))
        {
            var workflow = await service.Api.WorkflowAsync(Flow.Of(
                Flow.Task("one", "return job.Params.GetInt64(\"n\");"), Flow.Task("two", "return (long)job.Results[0]! + 1;")));
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var posting = Parallel.ForEachAsync(Enumerable.Range(0, 100_000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, _) =>
            {
                var answer = await service.Api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["n"] = n });
                acknowledged.Add((string)answer.Json["uuid"]!);
                if (acknowledged.Count >= 300) enough.TrySetResult();
            });
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await service.KillAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => posting);
        }

        await using var next = await ServiceProcess.ListeningAsync(data);
        foreach (var id in acknowledged)
        {
            var job = await next.Api.FinishedAsync(id);
            Assert.True((string?)job["execution"] == "succeeded", job.ToJsonString());
            Assert.Equal((long)job["params"]!["n"]! + 1, (long?)job["chain_results"]![1]!["result"]);
        }
    }

    [Fact]
    public async Task Stopped_InMidJob_HandsItBackAndEndsCleanly()
    {
        using var folder = new TemporaryFolder();
        await using var recorder = new Recorder();
        var data = folder.File("data");
        recorder.Hold("/held");
        string job;
        await using (var service = await StartAsync(data, recorder, "--TaskChain:Engine:DrainTime=0.2"))
        {
            Assert.True(File.Exists(Path.Combine(data, "listen.json")));
            var workflow = await service.Api.WorkflowAsync(Flow.Of(Flow.Task("held", Flow.Call("/held") + "return \"done\";").Calls()));
            job = (string)(await service.Api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
            await recorder.SeenAsync("/held");

            Assert.Equal(0, await service.StopAsync());
        }

        Assert.False(File.Exists(Path.Combine(data, "listen.json")));
        Assert.Empty(ProcessesOf(data));
        recorder.Open("/held");
        await using var next = await StartAsync(data, recorder);
        var finished = await next.Api.FinishedAsync(job);
        Assert.Equal("done", (string?)finished["chain_results"]![0]!["result"]);
    }

    [Fact]
    public async Task Database_Killed_IsStartedAgainAndJobsGoOn()
    {
        using var folder = new TemporaryFolder();
        await using var recorder = new Recorder();
        await using var service = await StartAsync(folder.File("data"), recorder);
        var workflow = await service.Api.WorkflowAsync(Flow.Of(Flow.Task("held", Flow.Call("/held") + "return \"done\";").Calls(), Flow.Task("next", "return 2;")));
        recorder.Hold("/held");
        var held = service.Api.RunAsync(workflow);
        await recorder.SeenAsync("/held");

        var listen = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.File("data"), "listen.json"), TestContext.Current.CancellationToken))!;
        using (var server = System.Diagnostics.Process.GetProcessById((int)listen["postgres_pid"]!)) server.Kill();
        recorder.Open("/held");
        var after = await service.Api.RunAsync(workflow);

        Assert.Equal("succeeded", (string?)(await held)["execution"]);
        Assert.Equal("succeeded", (string?)after["execution"]);
    }

    [Fact]
    public async Task VersioningOff_GivesTheCurrentVersionAndNoGlobals()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.ListeningAsync(folder.File("data"), "--TaskChain:Versioning:Enabled=false");
        foreach (var version in (string[])["0.10.3", "0.11.0"])
        {
            var published = await service.Api.PublishAsync("url", version, SamplePackages.Read("url", version));
            Assert.True(published.Status == HttpStatusCode.Created, published.ToString());
        }

        var workflow = await service.Api.WorkflowAsync(Flow.Of(Flow.Task(
            "old",
            """
            #if WORKFLOW_VERSIONING
            return "new service";
            #else
            return url.GetType().Assembly.GetName().Version!.ToString(3);
            #endif
            """).Needs("url", "url", "0.10.3")));
        var globals = await service.Api.PostAsync("/workflows", Flow.Of(Flow.Task("new", "return wf_current_versions[\"url\"].ver;").Needs("url", "url", "0.10.3")));

        Assert.Equal("0.11.0", (string?)(await service.Api.RunAsync(workflow))["chain_results"]![0]!["result"]);
        Assert.Equal("script_invalid", globals.Code);
    }

    [Fact]
    public async Task SecondService_OnTheSameData_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var recorder = new Recorder();
        await using var first = await StartAsync(folder.File("data"), recorder);

        await using var second = ServiceProcess.Start("--port", "0", "--data", folder.File("data"));

        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains($"is in use by another TaskChain service (process {first.Id}, {first.Api.Url})", second.Errors, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await first.Api.GetAsync("/healthz/ready")).Status);
    }

    [Fact]
    public async Task PortInUse_IsOneClearLine()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var service = ServiceProcess.Start("--port", $"{port}", "--data", folder.File("data"));

        Assert.Equal(1, await service.ExitAsync());
        Assert.Equal($"'http://127.0.0.1:{port}' is in use by another process. Choose another port with --port, or --port 0 for a free one.", service.Errors.Trim());
    }

    [Fact]
    public async Task WrongOptions_AreRefusedTogetherWithTheReasons()
    {
        await using var service = ServiceProcess.Start("--listen", "http://taskchain.example:8080", "--TaskChain:Engine:Slots=0.5");

        Assert.Equal(2, await service.ExitAsync());
        Assert.Contains("must name an IP address", service.Errors, StringComparison.Ordinal);
        Assert.Contains("Slots", service.Errors, StringComparison.Ordinal); // both problems at once
    }

    [Fact]
    public async Task CompatFolder_IsAppliedAtStart()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.ListeningAsync(folder.File("data"), "--compat", Path.Combine(Repository.Root, "compat"));

        var table = await service.Api.GetAsync("/modules/sdc-clients/compat");

        Assert.Equal("10.0.0", (string?)table.Json["history"]!.AsArray()[^1]!["ver"]);
    }

    [Fact]
    public async Task CompatFolder_WithAWrongTable_IsReportedAndTheServiceStarts()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("compat"));
        await File.WriteAllTextAsync(folder.File("compat/wrong.json"), "{\"module\": \"other\"}", TestContext.Current.CancellationToken);
        await using var service = await ServiceProcess.ListeningAsync(folder.File("data"), "--compat", folder.File("compat"));

        Assert.Equal(HttpStatusCode.OK, (await service.Api.GetAsync("/healthz/ready")).Status);
        Assert.Equal(0, await service.StopAsync());
        Assert.Contains("wrong.json' was not applied", service.Errors, StringComparison.Ordinal);
    }

    private static async Task<ServiceProcess> StartAsync(string data, Recorder recorder, params string[] arguments)
    {
        var service = await ServiceProcess.ListeningAsync(data, [$"--TaskChain:Variables:recorderUrl={recorder.Url}", .. arguments]);
        var published = await service.Api.PublishAsync("restify", "4.3.4", SamplePackages.Read("restify", "4.3.4"));
        Assert.True(published.Status is HttpStatusCode.Created or HttpStatusCode.OK, published.ToString());
        return service;
    }

    // Everything that a service starts has its data folder in its command line or is its child; children of a dead parent show up here too.
    private static List<string> ProcessesOf(string data) => Directory.EnumerateDirectories("/proc")
        .Where(path => int.TryParse(Path.GetFileName(path), out _))
        .Select(CommandLine)
        .Where(line => line.Contains(data, StringComparison.Ordinal))
        .ToList();

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it ended meanwhile
        }
    }
}
