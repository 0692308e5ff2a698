using System.Diagnostics;
using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests;

/// <summary>The simulated datacenter behaves as its clients rely on.</summary>
public sealed class DatacenterTests(DatacenterFixture datacenter) : IClassFixture<DatacenterFixture>
{
    private const string Server = "44454c4c-4200-1051-8050-000000000001";

    [Fact]
    public async Task Tickets_OfOneResource_TakeTurns()
    {
        var (first, second) = (await TicketAsync("a"), await TicketAsync("a"));
        var waiting = datacenter.GetAsync($"/cnapi/tickets/{second}/wait");

        Assert.Equal("queued", (string?)(await datacenter.GetAsync($"/cnapi/tickets/{second}/wait?timeout=0"))["status"]);
        await datacenter.PutAsync($"/cnapi/tickets/{first}/release");

        Assert.Equal("active", (string?)(await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))["status"]);
    }

    [Fact]
    public async Task Tickets_OfDifferentResources_DoNotWaitForEachOther()
    {
        await TicketAsync("b");

        Assert.Equal("active", (string?)(await datacenter.GetAsync($"/cnapi/tickets/{await TicketAsync("c")}"))["status"]);
    }

    [Fact]
    public async Task Faults_WithAStatus_BefallSoManyRequests()
    {
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = "/imgapi/images/none", ["status"] = 503, ["times"] = 2 });

        var statuses = new[] { await Ask(), await Ask(), await Ask() };

        Assert.Equal([503, 503, 404], statuses);
        Assert.Equal(3, (int)(await datacenter.GetAsync("/admin/requests?path=/imgapi/images/none"))["count"]!);

        Task<int> Ask() => datacenter.StatusAsync("/imgapi/images/none");
    }

    [Fact]
    public async Task Faults_OfATask_MakeItSlowAndFail()
    {
        var vm = (string)(await datacenter.PostAsync("/vmapi/vms", new JsonObject()))["uuid"]!;
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = vm, ["task_seconds"] = 0.3, ["task_error"] = "zone does not boot" });
        var started = Stopwatch.GetTimestamp();

        var id = (string)(await datacenter.PostAsync($"/cnapi/servers/{Server}/vms/{vm}/start", new JsonObject()))["id"]!;
        var task = await datacenter.GetAsync($"/cnapi/tasks/{id}/wait");

        Assert.Equal(("failure", "zone does not boot"), ((string?)task["status"], (string?)task["error"]));
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.25));
        Assert.Equal("stopped", (string?)(await datacenter.GetAsync($"/vmapi/vms/{vm}?sync=true"))["state"]);
    }

    [Fact]
    public async Task Tickets_OfOneKey_AreOneTicket()
    {
        var request = new JsonObject { ["scope"] = "test", ["id"] = "keyed", ["job"] = "job-1", ["idempotency_key"] = "key-1" };

        var (first, second) = (await datacenter.PostAsync($"/cnapi/servers/{Server}/tickets", request), await datacenter.PostAsync($"/cnapi/servers/{Server}/tickets", request));

        Assert.Equal((string?)first["uuid"], (string?)second["uuid"]);
        Assert.Equal(1, (int)(await datacenter.GetAsync("/admin/effects?about=test/keyed"))[$"ticket/{Server}/test/keyed"]!);
    }

    [Fact]
    public async Task Tickets_OfAJobThatGaveAllBack_AreFinishedOnArrival()
    {
        var request = new JsonObject { ["scope"] = "test", ["id"] = "late", ["job"] = "job-2" };
        await datacenter.PutAsync("/cnapi/tickets/release?job=job-2");

        Assert.Equal("finished", (string?)(await datacenter.PostAsync($"/cnapi/servers/{Server}/tickets", request))["status"]);
        Assert.Empty((await datacenter.GetAsync("/admin/state?about=job-2"))["tickets"]!.AsArray());
    }

    [Fact]
    public async Task Faults_ThatLoseAnswers_ServeTheRequestTheyBefall()
    {
        var image = Guid.NewGuid().ToString();
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = image, ["contains"] = "mine", ["lose_answer"] = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => datacenter.PostAsync($"/imgapi/images/{image}?action=create", new JsonObject { ["name"] = "mine" }));

        var left = await datacenter.GetAsync($"/admin/state?about={image}");
        Assert.Equal("creating", (string?)Assert.Single(left["half_made_images"]!.AsArray())!["state"]);
    }

    [Fact]
    public async Task Faults_OfWhoeverHangsUp_DoNothing()
    {
        var image = Guid.NewGuid().ToString();
        await datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = image, ["delay_seconds"] = 3600 });
        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };

        await Assert.ThrowsAsync<TaskCanceledException>(() => impatient.PostAsync(
            new Uri($"{datacenter.Url}/imgapi/images/{image}?action=create"), null, TestContext.Current.CancellationToken));

        Assert.Equal(404, await datacenter.StatusAsync($"/imgapi/images/{image}"));
    }

    [Theory]
    [InlineData("/cnapi/servers/none")]
    [InlineData("/cnapi/tickets/none")]
    [InlineData("/cnapi/tasks/none")]
    [InlineData("/vmapi/vms/none")]
    [InlineData("/napi/nics/none")]
    [InlineData("/docker/v2/manifests?name=none")]
    public async Task Get_OfWhatIsNotThere_Is404(string path) => Assert.Equal(404, await datacenter.StatusAsync(path));

    private async Task<string> TicketAsync(string resource) =>
        (string)(await datacenter.PostAsync($"/cnapi/servers/{Server}/tickets", new JsonObject { ["scope"] = "test", ["id"] = resource }))["uuid"]!;
}
