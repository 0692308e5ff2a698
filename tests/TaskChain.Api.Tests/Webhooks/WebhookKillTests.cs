using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.Webhooks;

public sealed class WebhookKillTests
{
    [Fact]
    public async Task Killed_BetweenTheJobsEndAndTheDelivery_DeliversAfterTheRestart()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = new WebhookReceiver();
        string[] arguments = [$"--TaskChain:Webhooks:Allow={receiver.Origin}", "--TaskChain:Webhooks:Timeout=5", "--TaskChain:Webhooks:RetryDelay=0.1"];
        JsonNode hook;
        Delivered first;
        string job;
        await using (var service = await ServiceProcess.ListeningAsync(folder.File("data"), arguments))
        {
            var workflow = await service.Api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
            hook = (await service.Api.PostAsync("/webhooks", new JsonObject { ["url"] = receiver.Origin + "/hold/x" })).Json;
            job = (string)(await service.Api.RunAsync(workflow))["uuid"]!;
            first = await receiver.NextAsync("/hold/x"); // the end is stored; the receiver has not answered
            await service.KillAsync();
        }

        await using var next = await ServiceProcess.ListeningAsync(folder.File("data"), arguments);
        receiver.Open();
        var second = await receiver.NextAsync("/hold/x");

        Assert.Equal((first.Id, job), (second.Id, (string?)second.Json["uuid"]));
        Assert.True(second.IsSignedWith((string)hook["secret"]!));
        Assert.DoesNotContain(((string)hook["secret"]!)["whsec_".Length..], next.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_WhileJobsRun_TellsEveryEndOnceStored()
    {
        const int Jobs = 20;
        using var folder = new TemporaryFolder();
        await using var receiver = new WebhookReceiver();
        string[] arguments = [$"--TaskChain:Webhooks:Allow={receiver.Origin}", "--TaskChain:Webhooks:Timeout=2", "--TaskChain:Webhooks:RetryDelay=0.1"];
        var jobs = new List<string>();
        string hook;
        await using (var service = await ServiceProcess.ListeningAsync(folder.File("data"), arguments))
        {
            var workflow = await service.Api.WorkflowAsync(Flow.Of(Flow.Task("one", "await Task.Delay(Random.Shared.Next(300)); return 1;"), Flow.Task("two", "return 2;")));
            hook = (string)(await service.Api.PostAsync("/webhooks", new JsonObject { ["url"] = receiver.Origin + "/ok/x" })).Json["uuid"]!;
            for (var i = 0; i < Jobs; i++) jobs.Add((string)(await service.Api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!);
            await receiver.NextAsync("/ok/x");
            await service.KillAsync();
        }

        await using var next = await ServiceProcess.ListeningAsync(folder.File("data"), arguments);
        foreach (var job in jobs) Assert.Equal("succeeded", (string?)(await next.Api.FinishedAsync(job))["execution"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonArray deliveries;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            deliveries = (await next.Api.GetAsync($"/webhooks/{hook}/deliveries")).Json.AsArray();
        }
        while (deliveries.Count < Jobs || deliveries.Any(delivery => (string?)delivery!["state"] != "delivered"));

        Assert.Equal(jobs.Order(), deliveries.Select(delivery => (string)delivery!["job_uuid"]!).Order());
    }
}
