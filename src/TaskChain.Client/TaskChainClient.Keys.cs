using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Keys;

namespace TaskChain.Client;

/// <content>API keys; all of it needs the scope <c>maintain</c>.</content>
public sealed partial class TaskChainClient
{
    /// <summary>Creates an API key; <see cref="KeyDocument.Key"/> of the answer is its text, which is told this once.</summary>
    /// <exception cref="TaskChainProblemException">A value is not allowed (422).</exception>
    public Task<KeyDocument> CreateKeyAsync(NewKeyDocument key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _connection.SendAsync(
            HttpMethod.Post, "keys", ServiceConnection.Content(key, ContractsJsonContext.Default.NewKeyDocument), ContractsJsonContext.Default.KeyDocument,
            cancellationToken);
    }

    /// <summary>Lists all API keys, oldest first, revoked ones too.</summary>
    public Task<IReadOnlyList<KeyDocument>> ListKeysAsync(CancellationToken cancellationToken = default) =>
        _connection.GetAsync("keys", ContractsJsonContext.Default.IReadOnlyListKeyDocument, cancellationToken);

    /// <summary>Revokes an API key for good. Idempotent.</summary>
    /// <exception cref="TaskChainProblemException">There is no such key (404), or it is the last one with the scope <c>maintain</c> (409).</exception>
    public async Task RevokeKeyAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        await CallAsync(HttpMethod.Delete, $"keys/{uuid:D}", cancellationToken: cancellationToken).ConfigureAwait(false);
}
