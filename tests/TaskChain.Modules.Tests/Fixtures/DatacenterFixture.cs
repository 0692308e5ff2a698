using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using TaskChain.Datacenter;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>A simulated datacenter on a free port.</summary>
public sealed class DatacenterFixture : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    public DatacenterFixture()
        : this(usualTime: null)
    {
    }

    /// <param name="usualTime">How long a task on a server takes; null for the datacenter's default.</param>
    internal DatacenterFixture(TimeSpan? usualTime) => _app = DatacenterHost.Create(0, TimeProvider.System, usualTime);

    public string Url { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Config => DatacenterHost.Apis.ToDictionary(api => api + "Url", api => $"{Url}/{api}", StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        Url = DatacenterHost.AddressOf(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(Url + path))!;

    public async Task<int> StatusAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(Url + path));
        return (int)response.StatusCode;
    }

    public async Task DeleteAsync(string path)
    {
        using var response = await _http.DeleteAsync(new Uri(Url + path));
        response.EnsureSuccessStatusCode();
    }

    public async Task PutAsync(string path)
    {
        using var response = await _http.PutAsync(new Uri(Url + path), null);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(Url + path), body);
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
