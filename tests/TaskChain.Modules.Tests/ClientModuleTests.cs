using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests;

/// <summary>sdc-clients and restify against the datacenter: what changed from version to version did change.</summary>
public sealed class ClientModuleTests(DatacenterFixture datacenter) : IClassFixture<DatacenterFixture>
{
    private const string Server = "44454c4c-4200-1051-8050-000000000001";

    [Theory]
    [InlineData("9.0.2", "fails")]
    [InlineData("9.0.3", "fails")]
    [InlineData("9.1.0", "running")]
    [InlineData("10.0.0", "running")]
    public async Task SdcClients_WhenAnApiIsOverloadedForAMoment_RetrySince910(string version, string expected)
    {
        await FaultAsync($"/cnapi/servers/{Server}", 503, 2);
        const string body = $$"""
            try { return (await m.Cnapi.GetServer("{{Server}}")).Status; }
            catch (ApiException e) when ((int)e.StatusCode == 503) { return "fails"; }
            """;

        Assert.Equal(expected, await Body.RunAsync("sdc-clients", version, body, datacenter.Config));
        await datacenter.DeleteAsync("/admin/faults");
    }

    [Theory]
    [InlineData("9.1.0")]
    [InlineData("10.0.0")]
    public async Task SdcClients_Posts_AreNeverSentTwice(string version)
    {
        await FaultAsync($"/cnapi/servers/{Server}/reboot", 503, 1);
        const string body = $$"""
            try { await m.Cnapi.RebootServer("{{Server}}"); return "sent again"; } catch (ApiException e) { return e.Code; }
            """;

        Assert.Equal("OnDemand", await Body.RunAsync("sdc-clients", version, body, datacenter.Config));
    }

    [Theory]
    [InlineData("ee86d6312", "WaitTicket(second.Uuid, TimeSpan.Zero)")]
    [InlineData("9.0.3", "WaitTicketAsync(second.Uuid, line => ahead = line.Ahead, TimeSpan.FromMilliseconds(1))")]
    [InlineData("10.0.0", "WaitTicketAsync(second.Uuid, line => ahead = line.Ahead, TimeSpan.FromMilliseconds(1))")]
    public async Task SdcClients_WaitForATicketBehindAnother_EndsAtItsTimeout(string version, string wait)
    {
        var body = $$"""
            var ahead = 1;
            var first = await m.Cnapi.AcquireTicket("{{Server}}", "vm", "{{version}}", "test");
            var second = await m.Cnapi.AcquireTicket("{{Server}}", "vm", "{{version}}", "test");
            try { await m.Cnapi.{{wait}}; return "turn"; } catch (TimeoutException) { return $"{ahead} ahead"; }
            """;

        Assert.Equal("1 ahead", await Body.RunAsync("sdc-clients", version, body, datacenter.Config));
    }

    [Theory]
    [InlineData("9.0.2")]
    [InlineData("10.0.0")]
    public async Task SdcClients_WithoutTheirVariable_SayWhichIsMissing(string version) => Assert.Equal(
        "The operator variable 'vmapiUrl' is not set, so sdc-clients cannot reach the API.",
        await Body.RunAsync("sdc-clients", version, """try { await m.Vmapi.GetVm("x"); return ""; } catch (InvalidOperationException e) { return e.Message; }"""));

    [Theory]
    [InlineData("2.8.5", "(string)(await client.Get(path))[\"status\"]")]
    [InlineData("4.1.1", "(string)(await client.GetAsync(path)).Body[\"status\"]")]
    [InlineData("4.3.4", "(string)(await client.GetAsync(path)).Body[\"status\"]")]
    public async Task Restify_WhenAServerIsOverloadedForAMoment_TriesThreeTimes(string version, string get)
    {
        await FaultAsync($"/cnapi/servers/{Server}", 503, 2);
        var body = $$"""
            var client = m.CreateJsonClient(config["cnapiUrl"]);
            var path = "/servers/{{Server}}";
            return {{get}};
            """;

        Assert.Equal("running", await Body.RunAsync("restify", version, body, datacenter.Config));
    }

    [Theory]
    [InlineData("2.8.5", "Get")]
    [InlineData("4.1.1", "GetAsync")]
    [InlineData("4.3.4", "GetAsync")]
    public async Task Restify_OfAnErrorAnswer_GivesCodeAndMessage(string version, string get)
    {
        var body = $$"""
            try { await m.CreateJsonClient(config["vmapiUrl"]).{{get}}("/vms/none"); return ""; }
            catch (RestifyException e) { return $"{e.StatusCode} {e.RestCode} {e.Message}"; }
            """;

        Assert.Equal("404 ResourceNotFound VM 'none' does not exist.", await Body.RunAsync("restify", version, body, datacenter.Config));
    }

    private Task<JsonNode> FaultAsync(string path, int status, int times) =>
        datacenter.PostAsync("/admin/faults", new JsonObject { ["path"] = path, ["status"] = status, ["times"] = times });
}
