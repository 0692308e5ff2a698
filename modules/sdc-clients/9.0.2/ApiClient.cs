using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TaskChain;

namespace Sdc;

/// <summary>JSON requests to one API.</summary>
internal sealed class ApiClient(ModuleContext context, string variable)
{
    // One connection pool per loaded version; the task's token bounds a request, not a clock of its own.
    private static readonly HttpClient Http = CreateHttp();

    /// <summary>Ends requests when the task ends.</summary>
    public CancellationToken Cancellation => context.Cancellation;

    /// <summary>Sends a request and returns the JSON answer, an empty object when it has none.</summary>
    /// <exception cref="ApiException">The API answered with an error.</exception>
    public async Task<JToken> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, context.Cancellation);
        var text = await response.Content.ReadAsStringAsync(context.Cancellation);
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

    private static JToken Parse(string text) => text.Length == 0 ? new JObject() : JToken.Parse(text);

    private static ApiException Error(HttpResponseMessage response, string text)
    {
        JObject? body = null;
        try
        {
            body = JToken.Parse(text) as JObject;
        }
        catch (JsonReaderException)
        {
            // A proxy's page or nothing at all: the status says what there is to say.
        }

        return new ApiException(
            response.StatusCode,
            body?.Value<string>("code") ?? "UnexpectedAnswer",
            body?.Value<string>("message") ?? $"The API answered {(int)response.StatusCode} {response.ReasonPhrase}.");
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
