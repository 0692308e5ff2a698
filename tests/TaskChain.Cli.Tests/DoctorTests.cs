using System.Net;
using System.Net.Sockets;

namespace TaskChain.Cli.Tests;

public sealed class DoctorTests(CliService service)
{
    [Fact]
    public async Task Service_IsThere_Exits0()
    {
        var (text, json) = (await service.Program.DoAsync("doctor"), await service.Program.DoAsync("doctor", "-o", "json"));

        Assert.Contains("status:   ready", text.Out, StringComparison.Ordinal);
        Assert.Contains("ok   database", text.Out, StringComparison.Ordinal);
        Assert.Equal(("ready", "up", "granted"), ((string?)json.Json["status"], (string?)json.Json["backend"], (string?)json.Json["access"]));
        Assert.NotNull((string?)json.Json["version"]);
    }

    [Fact]
    public async Task Service_IsNotThere_Exits6()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        var run = await service.Program.RunAsync("doctor", "--url", $"http://127.0.0.1:{port}");

        Assert.Equal((6, ""), (run.Exit, run.Out));
        Assert.Contains("cannot be reached", run.Error, StringComparison.Ordinal);
    }
}
