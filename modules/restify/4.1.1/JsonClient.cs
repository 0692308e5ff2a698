using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Restify;

/// <summary>Sends JSON to one server and returns its answers. What may be sent twice is tried three times.</summary>
public sealed class JsonClient
{
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Http = CreateHttp();
    private readonly string _url;
    private readonly CancellationToken _cancellation;

    internal JsonClient(string url, CancellationToken cancellation)
    {
        _url = url.TrimEnd('/');
        _cancellation = cancellation;
    }

    /// <summary>Gets the value at a path.</summary>
    /// <exception cref="RestifyException">The server answered with an error.</exception>
    public Task<JsonResponse> GetAsync(string path) => RetryAsync(() => SendAsync(HttpMethod.Get, path, null));

    /// <summary>Posts a value to a path; sent once.</summary>
    /// <exception cref="RestifyException">The server answered with an error.</exception>
    public Task<JsonResponse> PostAsync(string path, JsonNode? body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Puts a value to a path.</summary>
    /// <exception cref="RestifyException">The server answered with an error.</exception>
    public Task<JsonResponse> PutAsync(string path, JsonNode? body) => RetryAsync(() => SendAsync(HttpMethod.Put, path, body));

    /// <summary>Deletes what is at a path.</summary>
    /// <exception cref="RestifyException">The server answered with an error.</exception>
    public Task<JsonResponse> DelAsync(string path) => RetryAsync(() => SendAsync(HttpMethod.Delete, path, null));

    private async Task<JsonResponse> RetryAsync(Func<Task<JsonResponse>> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send();
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                await Task.Delay(Pause * attempt, TimeProvider.System, _cancellation);
            }
            catch (RestifyException e) when (e.StatusCode is 502 or 503 or 504 && attempt < Attempts)
            {
                await Task.Delay(Pause * attempt, TimeProvider.System, _cancellation);
            }
        }
    }

    private async Task<JsonResponse> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_url + path));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, _cancellation);
        var text = await response.Content.ReadAsStringAsync(_cancellation);
        if (response.IsSuccessStatusCode)
        {
            return new JsonResponse((int)response.StatusCode, HeadersOf(response), text.Length == 0 ? null : JsonNode.Parse(text));
        }

        var error = ParseError(text);
        throw new RestifyException(
            (int)response.StatusCode,
            error?["code"]?.ToString() ?? "UnexpectedAnswer",
            error?["message"]?.ToString() ?? $"The server answered {(int)response.StatusCode} to {method} {path}.");
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(',', header.Value), StringComparer.Ordinal);

    private static JsonObject? ParseError(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // A proxy's page or nothing at all: the status says what there is to say.
            return null;
        }
    }

    private static HttpClient CreateHttp()
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(JsonClient).Assembly.GetName().Version!; // Every built assembly has one.
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("restify", version.ToString()));
        return http;
    }
}
