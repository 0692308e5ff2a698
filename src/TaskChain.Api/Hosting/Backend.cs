using TaskChain.Api.Operations;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>The store's database.</summary>
internal sealed class Backend(PostgresStorage storage) : IBackend
{
    /// <inheritdoc/>
    public async Task<string?> ExplainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.PingAsync(cancellationToken);
            return null;
        }
        catch (StorageException exception)
        {
            return exception.Message;
        }
    }
}
