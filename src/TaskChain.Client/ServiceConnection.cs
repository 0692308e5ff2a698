using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;

namespace TaskChain.Client;

/// <summary>Sends requests, turns problem answers into exceptions, and repeats what may be repeated.</summary>
internal sealed class ServiceConnection(HttpClient http, TaskChainClientOptions options, bool ownsHttp) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Uri _base = new(options.Address.AbsoluteUri.TrimEnd('/') + "/");

    public TaskChainClientOptions Options { get; } = options;

    /// <summary>A request to a path relative to the service's address.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(_base, path));

    /// <summary>Sends a GET, again and again while the connection fails.</summary>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await GetAsync(path, null, null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a GET with headers; the caller disposes of the answer.</summary>
    /// <param name="path">Relative path with query.</param>
    /// <param name="headers">Changes the request before it is sent, or null.</param>
    /// <param name="more">Time that the service is asked to wait, on top of the request's timeout; or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestHeaders>? headers, TimeSpan? more, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = Request(HttpMethod.Get, path);
                headers?.Invoke(request.Headers);
                return await SendAsync(request, more, cancellationToken).ConfigureAwait(false);
            }
            catch (TaskChainConnectionException) when (attempt < Options.ConnectionRetries)
            {
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens a stream, again and again while the connection fails; the answer's body is not read, the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, Action<HttpRequestHeaders>? headers, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = Request(HttpMethod.Get, path);
                request.Headers.Accept.ParseAdd("text/event-stream");
                headers?.Invoke(request.Headers);
                return await SendAsync(request, null, cancellationToken, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            }
            catch (TaskChainConnectionException) when (attempt < Options.ConnectionRetries)
            {
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Posts JSON: under a key again and again while the connection fails, without one once. The caller disposes of the answer.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, byte[] json, string? key, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = Request(HttpMethod.Post, path);
                request.Content = Content(json);
                if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", IdempotencyKeys.ToHeader(key));
                return await SendAsync(request, null, cancellationToken).ConfigureAwait(false);
            }
            catch (TaskChainConnectionException) when (key is not null && attempt < Options.ConnectionRetries)
            {
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Posts JSON as <see cref="PostAsync(string, byte[], string?, CancellationToken)"/> does, and reads the answer.</summary>
    public async Task<TAnswer> PostAsync<TAnswer>(
        string path, byte[] json, string? key, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(path, json, key, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pauses before the next attempt of something that failed.</summary>
    /// <param name="failures">How often it has failed before; each pause is twice as long as the one before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task PauseAsync(int failures, CancellationToken cancellationToken) =>
        Task.Delay(Options.RetryDelay * Math.Pow(2, failures), Options.TimeProvider, cancellationToken);

    /// <summary>Sends a change, once.</summary>
    public async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
    {
        using var request = Request(method, path);
        request.Content = content;
        using var response = await SendAsync(request, null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request built by the caller, once; the caller disposes of the answer.</summary>
    /// <exception cref="TaskChainProblemException">The answer is a problem.</exception>
    /// <exception cref="TaskChainConnectionException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, TimeSpan? more, CancellationToken cancellationToken,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var response = await SendAnyAsync(request, more, completion, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified) return response;
        using (response) throw await ProblemAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request built by the caller, once, and takes whatever is answered; the caller disposes of it.</summary>
    /// <exception cref="TaskChainConnectionException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAnyAsync(
        HttpRequestMessage request, TimeSpan? more, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        if (Options.ApiKey is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.UserAgent.TryParseAdd(Options.UserAgent);
        request.Headers.Accept.ParseAdd("application/json");
        using var limit = Limit(more, cancellationToken);
        try
        {
            // Content is read inside the time limit, streams aside, so that a stalled answer cannot hang the caller.
            return await http.SendAsync(request, completion, limit.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new TaskChainConnectionException($"The service at '{_base}' cannot be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TaskChainConnectionException($"The service at '{_base}' did not answer {request.Method} {request.RequestUri?.AbsolutePath} in time.", e);
        }
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new TaskChainConnectionException($"The answer to {Name(response)} cannot be understood: {e.Message}", e);
        }
    }

    public static ByteArrayContent Content<T>(T value, JsonTypeInfo<T> type) => Content(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ByteArrayContent Content(byte[] json) => new(json) { Headers = { ContentType = Json } };

    public void Dispose()
    {
        if (ownsHttp) http.Dispose();
    }

    private CancellationTokenSource Limit(TimeSpan? more, CancellationToken cancellationToken)
    {
        var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Options.RequestTimeout != Timeout.InfiniteTimeSpan) linked.CancelAfter(Options.RequestTimeout + (more ?? TimeSpan.Zero));
        return linked;
    }

    private static async Task<TaskChainProblemException> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return new TaskChainProblemException(response.StatusCode, Parse(body) ?? Unnamed(response));
    }

    private static Problem? Parse(byte[] body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize(body, ContractsJsonContext.Default.Problem);
            return problem is { Code: not null, Message: not null } ? problem : null;
        }
        catch (JsonException)
        {
            // A proxy in between answers in its own words; the status is all that can be relied on.
            return null;
        }
    }

    private static Problem Unnamed(HttpResponseMessage response) =>
        new($"http_{(int)response.StatusCode}", $"{Name(response)} was answered with HTTP {(int)response.StatusCode} {response.ReasonPhrase}.");

    private static string Name(HttpResponseMessage response) => $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}";
}
