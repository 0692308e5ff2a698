using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TaskChain.Api.Auth;
using TaskChain.Api.Tests.Support;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Tests.Auth;

/// <summary>Every route, with every scope but its own.</summary>
public sealed partial class ScopeTests(KeyedServices services) : IClassFixture<KeyedServices>
{
    [Fact]
    public async Task EveryRoute_StandsInTheTableAndNothingElseDoes() =>
        Assert.Equal(RouteScopes.Routes.Order(StringComparer.Ordinal), (await RoutesAsync()).Order(StringComparer.Ordinal));

    [Fact]
    public async Task EveryRoute_WithoutItsScope_IsForbiddenAndNamesIt()
    {
        var clients = new Dictionary<KeyScopes, Support.Api>();
        foreach (var word in KeyScopeWords.All)
        {
            clients[KeyScopeWords.Read(word)] = await services.ClientAsync("almost", [.. KeyScopeWords.All.Where(other => other != word)]);
        }

        foreach (var route in await RoutesAsync())
        {
            var (method, path) = Split(route);
            var needed = RouteScopes.Of(method.Method, route[(method.Method.Length + 1)..]);
            if (needed.Scope == KeyScopes.None) continue;

            var answer = await SendAsync(clients[needed.Scope], method, path);

            Assert.True(answer.Status == HttpStatusCode.Forbidden && answer.Code == "forbidden", $"{route}: {answer}");
            Assert.Contains($"needs the scope '{needed.Word}'", answer.Message, StringComparison.Ordinal);
            Assert.Equal($"Bearer realm=\"TaskChain\", error=\"insufficient_scope\", scope=\"{needed.Word}\"", answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task EveryRoute_WithItsScopeAlone_IsLetThrough()
    {
        var clients = new Dictionary<KeyScopes, Support.Api>();
        foreach (var word in KeyScopeWords.All) clients[KeyScopeWords.Read(word)] = await services.ClientAsync("just", [word]);

        foreach (var route in await RoutesAsync())
        {
            var (method, path) = Split(route);
            var needed = RouteScopes.Of(method.Method, route[(method.Method.Length + 1)..]);

            var answer = await SendAsync(needed.Scope == KeyScopes.None ? services.Anonymous : clients[needed.Scope], method, path);

            Assert.True(answer.Status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized), $"{route}: {answer}");
        }
    }

    [Fact]
    public async Task EveryRoute_WithoutAKey_IsUnauthorized()
    {
        foreach (var route in (await RoutesAsync()).Append("GET /nowhere").Append("PATCH /jobs").Append("GET /openapi.json").Append("GET /docs/index.html"))
        {
            var (method, path) = Split(route);
            if (RouteScopes.Of(method.Method, route[(method.Method.Length + 1)..]).Scope == KeyScopes.None) continue;

            var answer = await SendAsync(services.Anonymous, method, path);

            Assert.True(answer.Status == HttpStatusCode.Unauthorized && answer.Code == "unauthorized", $"{route}: {answer}");
            Assert.Equal("Bearer realm=\"TaskChain\"", answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task Clone_WithoutTheScopeRead_IsOfTheConsumersOwnJobsOnly()
    {
        var own = await services.ClientAsync("cloner", ["submit"]);
        var other = await services.ClientAsync("other", ["submit"]);
        var reading = await services.ClientAsync("reading", ["submit", "read"]);
        var workflow = await services.Admin.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var posted = await own.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["secret"] = "s" });
        var job = (string)posted.Json["uuid"]!;

        var refused = await other.PostAsync($"/jobs/{job}/clone");

        Assert.True(refused.Status == HttpStatusCode.Forbidden && refused.Code == "forbidden", refused.ToString());
        Assert.Contains("'read'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await own.PostAsync($"/jobs/{job}/clone")).Status);
        Assert.Equal(HttpStatusCode.Created, (await reading.PostAsync($"/jobs/{job}/clone")).Status);
    }

    private async Task<List<string>> RoutesAsync()
    {
        var routes = new List<string>();
        foreach (var (path, methods) in (await services.Admin.GetAsync("/openapi.json")).Json["paths"]!.AsObject())
        {
            foreach (var (method, _) in methods!.AsObject()) routes.Add($"{method.ToUpperInvariant()} {path}");
        }

        Assert.True(routes.Count > 20);
        return routes;
    }

    // Ids of nothing: what is let through changes nothing.
    private static (HttpMethod Method, string Path) Split(string route)
    {
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        return (new HttpMethod(route[..space]), Parameter().Replace(route[(space + 1)..], "00000000-0000-0000-0000-000000000001"));
    }

    private static Task<Answer> SendAsync(Support.Api api, HttpMethod method, string path) => api.SendAsync(
        method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : new StringContent("{}", Encoding.UTF8, "application/json"));

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}
