using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain;

namespace Sdc;

/// <summary>JSON requests to one API.</summary>
internal sealed class ApiClient(ModuleContext context, string variable)
{
    // One connection pool per loaded version; the task's token bounds a request, not a clock of its own.
    private static readonly HttpClient Http = CreateHttp();

    /// <summary>Sends a request and returns the JSON answer, an empty object when it has none. What may be sent twice is retried.</summary>
    /// <exception cref="ApiException">The API answered with an error.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        var json = body?.ToJsonString();
        if (method == HttpMethod.Post) return await SendOnceAsync(method, path, json, context.Cancellation);
        return await Retries.Pipeline.ExecuteAsync(async token => await SendOnceAsync(method, path, json, token), context.Cancellation);
    }

    /// <summary>Posts to a path and returns the answer's body as it comes.</summary>
    /// <exception cref="ApiException">The API answered with an error.</exception>
    public async Task<Stream> StreamAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path));
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.Cancellation);
        if (response.IsSuccessStatusCode) return await response.Content.ReadAsStreamAsync(context.Cancellation);
        using (response) throw Error(response, await response.Content.ReadAsStringAsync(context.Cancellation));
    }

    private async Task<JsonNode> SendOnceAsync(HttpMethod method, string path, string? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? Parse(text) : throw Error(response, text);
    }

    private Uri Address(string path)
    {
        if (!context.Config.TryGetValue(variable, out var url))
        {
            throw new InvalidOperationException($"The operator variable '{variable}' is not set, so sdc-clients cannot reach the API.");
        }

        return new Uri(url.TrimEnd('/') + "/" + path);
    }

    // Parse gives null only for the text "null", which no API sends.
    private static JsonNode Parse(string text) => text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;

    private static ApiException Error(HttpResponseMessage response, string text)
    {
        JsonObject? body = null;
        try
        {
            body = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // A proxy's page or nothing at all: the status says what there is to say.
        }

        return new ApiException(
            response.StatusCode,
            body?["code"]?.GetValue<string>() ?? "UnexpectedAnswer",
            body?["message"]?.GetValue<string>() ?? $"The API answered {(int)response.StatusCode} {response.ReasonPhrase}.");
    }

    private static HttpClient CreateHttp()
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(ApiClient).Assembly.GetName().Version!; // Every built assembly has one.
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sdc-clients", version.ToString()));
        return http;
    }
}
