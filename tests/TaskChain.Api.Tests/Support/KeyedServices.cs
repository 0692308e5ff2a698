using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Testing.Postgres;

namespace TaskChain.Api.Tests.Support;

/// <summary>Two nodes on one database, with API keys.</summary>
public sealed class KeyedServices : IAsyncLifetime
{
    private readonly List<IDisposable> _clients = [];
    private TestPostgres? _postgres;
    private TestService? _one;
    private TestService? _two;

    internal Api Admin { get; private set; } = null!; // set when initialized

    internal string OneUrl => _one!.Api.Url;

    internal string TwoUrl => _two!.Api.Url;

    /// <summary>The first node, as called without a key.</summary>
    internal Api Anonymous => _one!.Api;

    public async ValueTask InitializeAsync()
    {
        _postgres = await TestPostgres.StartAsync(CancellationToken.None);
        var database = await _postgres.CreateDatabaseAsync(CancellationToken.None);
        _one = await TestService.StartAsync(options =>
        {
            options.Storage.ConnectionString = database;
            options.Webhooks.Allow = "https://hooks.example.com";
        });
        _two = await TestService.StartAsync(options => options.Storage.ConnectionString = database);
        Admin = Client(OneUrl, await CreateAsync(_one.Api, "admin", ["submit", "read", "operate", "maintain"]));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        if (_two is not null) await _two.DisposeAsync();
        if (_one is not null) await _one.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    /// <summary>Creates a key and returns the whole answer.</summary>
    internal async Task<JsonNode> CreateKeyAsync(string consumer, string[] scopes, JsonObject? limits = null)
    {
        var body = new JsonObject { ["consumer"] = consumer, ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) };
        if (limits is not null) body["limits"] = limits;
        var answer = await Admin.PostAsync("/keys", body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return answer.Json;
    }

    /// <summary>A client of the first node with a new key.</summary>
    internal async Task<Api> ClientAsync(string consumer, string[] scopes, JsonObject? limits = null) =>
        Client(OneUrl, (string)(await CreateKeyAsync(consumer, scopes, limits))["key"]!);

    internal Api Client(string url, string? key)
    {
        var client = new Api(url, key);
        _clients.Add(client);
        return client;
    }

    private static async Task<string> CreateAsync(Api api, string consumer, string[] scopes)
    {
        var body = new JsonObject { ["consumer"] = consumer, ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) };
        var answer = await api.PostAsync("/keys", body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return (string)answer.Json["key"]!;
    }
}
