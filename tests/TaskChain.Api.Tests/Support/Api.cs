using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskChain.Api.Tests.Support;

/// <summary>An answer of the service.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body)
{
    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    public string Text { get; } = Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Text, documentOptions: new JsonDocumentOptions { MaxDepth = 256 }) ?? throw new InvalidOperationException("The answer is null.");

    public string? Code => (string?)Json["code"];

    public string? Message => (string?)Json["message"];

    /// <summary>A header of the answer or of its content, values joined by a comma; null when it is not there.</summary>
    public string? Header(string name) =>
        Headers.NonValidated.TryGetValues(name, out var values) || ContentHeaders.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", (IEnumerable<string>)values) : null;

    public override string ToString() => $"{(int)Status} {Text}";
}

/// <summary>Raw HTTP calls of the service: tests see exactly what goes over the wire.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromSeconds(100) };

    /// <param name="url">Where the service listens.</param>
    /// <param name="key">The API key to send with every request, or null.</param>
    public Api(string url, string? key = null)
    {
        _http.BaseAddress = new Uri(url);
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Url = url;
    }

    public string Url { get; }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, null, headers);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> PutAsync(string path, JsonNode body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, Json(body), headers);

    public Task<Answer> PublishAsync(string module, string version, byte[] package)
    {
        var content = new ByteArrayContent(package);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return SendAsync(HttpMethod.Put, $"/modules/{module}/versions/{version}", content);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response.Headers, response.Content.Headers, body);
    }

    /// <summary>Posts a workflow that must be accepted; returns its uuid.</summary>
    public async Task<string> WorkflowAsync(JsonNode document)
    {
        var answer = await PostAsync("/workflows", document);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return (string)answer.Json["uuid"]!;
    }

    /// <summary>Posts a job that must be accepted; returns its uuid.</summary>
    public async Task<string> JobAsync(string workflow, JsonObject? parameters = null)
    {
        var body = parameters ?? [];
        body["workflow"] = workflow;
        var answer = await PostAsync("/jobs", body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return (string)answer.Json["uuid"]!;
    }

    /// <summary>Posts a job that must be accepted and waits for its end.</summary>
    public async Task<JsonNode> RunAsync(string workflow, JsonObject? parameters = null)
    {
        var body = parameters ?? [];
        body["workflow"] = workflow;
        var answer = await PostAsync("/jobs", body, ("Prefer", "wait=60"));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        return answer.Json;
    }

    /// <summary>Waits for a job's end.</summary>
    public async Task<JsonNode> FinishedAsync(string job)
    {
        var answer = await SendAsync(HttpMethod.Get, $"/jobs/{job}", null, ("Prefer", "wait=60"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return answer.Json;
    }

    /// <summary>Reads a job until something about it is so.</summary>
    public async Task<JsonNode> UntilAsync(string job, Func<JsonNode, bool> isSo)
    {
        for (var i = 0; i < 6000; i++)
        {
            var seen = (await GetAsync($"/jobs/{job}")).Json;
            if (isSo(seen)) return seen;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Job '{job}' did not become what was expected: {await GetAsync($"/jobs/{job}")}");
    }

    /// <summary>Waits until a job is in a state that is not its end.</summary>
    public async Task BecomesAsync(string job, string execution)
    {
        for (var i = 0; i < 60; i++)
        {
            var answer = await SendAsync(HttpMethod.Get, $"/jobs/{job}", null, ("Prefer", "wait=1"));
            if ((string?)answer.Json["execution"] == execution) return;
        }

        Assert.Fail($"Job '{job}' did not become {execution}.");
    }

    /// <summary>Opens a stream of server-sent events; dispose the reader to hang up.</summary>
    public async Task<EventReader> EventsAsync(string job, int? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{job}/events");
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        if (after is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", $"{after}");
        return await EventReader.OpenAsync(await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
