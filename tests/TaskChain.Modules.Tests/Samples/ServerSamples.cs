using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>CNAPI's samples: servers are set up and rebooted.</summary>
internal static class ServerSamples
{
    public static IEnumerable<SampleCase> All => [Reboot, Setup];

    private static SampleCase Reboot { get; } = new("server-reboot-1.3.0")
    {
        Prepare = async datacenter =>
        {
            var server = await NewServerAsync(datacenter);
            return new SampleJob($"/server-reboot-{server}", new JsonObject { ["server_uuid"] = server, ["drain"] = true, ["poll_seconds"] = 0.1 }, [server]);
        },
        Wrong = async (datacenter, job) =>
        {
            await SettledAsync(datacenter, job);
            var server = await datacenter.GetAsync($"/cnapi/servers/{job["server_uuid"]}");
            if (server["last_boot"] is null) return "The server was not rebooted.";
            return SampleCase.Differs("The server", "running", server["status"]) ?? SampleCase.Differs("Its agent", "running", server["agent"]);
        },
    };

    private static SampleCase Setup { get; } = new("server-setup-1.3.0")
    {
        Prepare = async datacenter =>
        {
            var server = await NewServerAsync(datacenter);
            var parameters = new JsonObject
            {
                ["server_uuid"] = server,
                ["assets_url"] = "http://10.99.99.8",
                ["amqp_host"] = "10.99.99.20",
                ["poll_seconds"] = 0.1,
                ["nics"] = new JsonArray(new JsonObject { ["nic_tags_provided"] = new JsonArray("admin") }),
                ["postsetup_script"] = "echo ready",
            };
            return new SampleJob($"/server-setup-{server}", parameters, [server]);
        },
        Wrong = async (datacenter, job) =>
        {
            var server = await datacenter.GetAsync($"/cnapi/servers/{job["server_uuid"]}");
            var nics = await datacenter.GetAsync($"/napi/nics?belongs_to_uuid={job["server_uuid"]}");
            if (server["last_boot"] is null) return "The server was not rebooted.";
            return SampleCase.Differs("That the server is set up", "true", server["setup"])
                ?? SampleCase.Differs("That it is being set up", "false", server["setting_up"])
                ?? SampleCase.Differs("Its first NIC's tags", """["admin"]""", nics[0]!["nic_tags_provided"]?.ToJsonString());
        },
    };

    private static async Task<string> NewServerAsync(DatacenterFixture datacenter)
    {
        var server = SampleCase.NewId();
        await datacenter.PostAsync("/cnapi/servers", new JsonObject { ["uuid"] = server, ["hostname"] = "cn-" + server[..8] });
        return server;
    }

    private static async Task SettledAsync(DatacenterFixture datacenter, SampleJob job)
    {
        while ((int)(await datacenter.GetAsync($"/cnapi/servers/{job["server_uuid"]}"))["running_tasks"]! > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
