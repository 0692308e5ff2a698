using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

[assembly: AssemblyFixture(typeof(SharedService))]

namespace TaskChain.Api.Tests.Support;

/// <summary>One service for all tests that do not stop or fill it; it has the sample versions of <c>sdc-clients</c> and <c>url</c> with their tables.</summary>
public sealed class SharedService : IAsyncLifetime
{
    private TestService? _service;

    internal Api Api => _service?.Api ?? throw new InvalidOperationException("The shared service has not started.");

    internal Recorder Recorder { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(options =>
        {
            foreach (var name in (string[])["cnapiUrl", "vmapiUrl", "imgapiUrl", "napiUrl", "recorderUrl"]) options.Variables[name] = Recorder.Url;
        });
        foreach (var version in (string[])["9.0.2", "ee86d6312", "9.0.3", "9.1.0", "10.0.0"]) await PublishAsync("sdc-clients", version);
        foreach (var version in (string[])["0.10.3", "0.11.0"]) await PublishAsync("url", version);
        await PublishAsync("restify", "4.3.4");
        await ApplyTableAsync(Api, "sdc-clients");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
        await Recorder.DisposeAsync();
    }

    /// <summary>Replaces what publishing appended by the repository's table.</summary>
    internal static async Task ApplyTableAsync(Api api, string module)
    {
        var table = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "compat", module + ".json")))!;
        var read = await api.GetAsync($"/modules/{module}/compat");
        var saved = await api.PutAsync($"/modules/{module}/compat?rewrite=true&reason=tests", table, ("If-Match", read.Headers.ETag!.Tag));
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
    }

    private async Task PublishAsync(string module, string version)
    {
        var answer = await Api.PublishAsync(module, version, SamplePackages.Read(module, version));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
    }
}
