using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using TaskChain.Datacenter.Admin;
using TaskChain.Datacenter.Cnapi;
using TaskChain.Datacenter.Docker;
using TaskChain.Datacenter.Fwapi;
using TaskChain.Datacenter.Http;
using TaskChain.Datacenter.Imgapi;
using TaskChain.Datacenter.Napi;
using TaskChain.Datacenter.Sapi;
using TaskChain.Datacenter.Vmapi;
using TaskChain.Datacenter.Volapi;
using TaskChain.Datacenter.Wfapi;

namespace TaskChain.Datacenter;

/// <summary>Starts the simulated datacenter: its APIs under one address, on loopback.</summary>
public static class DatacenterHost
{
    /// <summary>The APIs, each under the path of its name; a task script finds one by the operator variable <c>&lt;name&gt;Url</c>.</summary>
    public static IReadOnlyList<string> Apis { get; } = ["cnapi", "vmapi", "imgapi", "napi", "docker", "volapi", "fwapi", "sapi", "wfapi"];

    private static readonly TimeSpan UsualTime = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs until Ctrl-C or SIGTERM.</summary>
    /// <param name="args"><c>--port N</c> (0, the default, takes a free one), <c>--announce FILE</c> (a JSON file that says where it listens, written once it does).</param>
    /// <returns>The process's exit status.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (!int.TryParse(options["port"] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
        {
            await Console.Error.WriteLineAsync($"--port takes a number from 0 to 65535, not '{options["port"]}'.");
            return 2;
        }

        await using var app = Create(port, TimeProvider.System);
        await app.StartAsync();
        var url = AddressOf(app);
        if (options["announce"] is { } file) await AnnounceAsync(file, url);
        Console.WriteLine($"Simulated datacenter listens on {url}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Builds the application, not yet started.</summary>
    /// <param name="port">Port on loopback; 0 takes a free one.</param>
    /// <param name="time">Decides how far tasks are.</param>
    /// <param name="usualTime">How long a task on a server takes; null for 0.4 seconds.</param>
    public static WebApplication Create(int port, TimeProvider time, TimeSpan? usualTime = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "TaskChain.Datacenter" });
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var (log, faults, world) = (new RequestLog(time), new FaultPlan(), new World(time, usualTime ?? UsualTime));
        app.Use(next => new Traffic(next, log, faults, time).InvokeAsync);
        app.UseRouting();
        app.MapAdmin(log, faults, world);
        MapApis(app, world);
        return app;
    }

    private static void MapApis(WebApplication app, World world)
    {
        app.MapGroup("/cnapi").MapServers(world).MapVmsOnServers(world).MapTickets(world).MapTasks(world)
            .MapPost("/trip/{**point}", () => Answer.Done); // A point on somebody's way, for faults to lie in wait.
        app.MapGroup("/vmapi").MapMachines(world).MapMigrations(world);
        app.MapGroup("/imgapi").MapImages(world).MapDockerImages(world);
        app.MapGroup("/napi").MapNics(world);
        app.MapGroup("/docker").MapDocker(world).MapDockerAdmin(world);
        app.MapGroup("/volapi").MapVolumes(world);
        app.MapGroup("/fwapi").MapUpdates(world);
        app.MapGroup("/sapi").MapInstances(world);
        app.MapGroup("/wfapi").MapJobs(world);
    }

    /// <summary>The address that a started application listens on.</summary>
    public static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(); // Kestrel has the feature.

    // Renamed into place, so that a reader never sees half of it.
    private static async Task AnnounceAsync(string file, string url)
    {
        var fresh = file + ".new";
        await File.WriteAllTextAsync(fresh, $"{{ \"url\": \"{url}\" }}\n");
        File.Move(fresh, file, overwrite: true);
    }
}
