using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Health;

namespace TaskChain.Client;

/// <content>What other methods do not cover: any route as it is, and health.</content>
public sealed partial class TaskChainClient
{
    /// <summary>
    /// Calls a route and gives the answer's body as it came, for tools that pass answers on. A GET is repeated while the connection fails, and so is a
    /// request with an idempotency key.
    /// </summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path relative to the service's address, with its query: <c>jobs?limit=1</c>.</param>
    /// <param name="body">JSON to send; absent for none.</param>
    /// <param name="idempotencyKey">Sent as <c>Idempotency-Key</c>; only for POST.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The body; absent when there is none.</returns>
    /// <exception cref="TaskChainProblemException">The service refuses.</exception>
    public async Task<RawJson> CallAsync(
        HttpMethod method, string path, RawJson body = default, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        using var response = await SendAsync(method, path, body, idempotencyKey, cancellationToken).ConfigureAwait(false);
        return new RawJson(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks whether the service can take work. Needs no key.</summary>
    /// <returns>Ready or not, with the reasons.</returns>
    public async Task<ReadinessDocument> GetReadinessAsync(CancellationToken cancellationToken = default)
    {
        using var request = _connection.Request(HttpMethod.Get, "healthz/ready");
        using var response = await _connection.SendAnyAsync(request, null, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return await ServiceConnection.ReadAsync(response, ContractsJsonContext.Default.ReadinessDocument, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, RawJson body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (method == HttpMethod.Get) return await _connection.GetAsync(path, null, null, cancellationToken).ConfigureAwait(false);
        if (method == HttpMethod.Post && !body.IsAbsent)
        {
            return await _connection.PostAsync(path, body.Utf8.ToArray(), idempotencyKey, cancellationToken).ConfigureAwait(false);
        }

        using var request = _connection.Request(method, path);
        if (!body.IsAbsent) request.Content = ServiceConnection.Content(body.Utf8.ToArray());
        return await _connection.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
    }
}
