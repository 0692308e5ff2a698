using TaskChain.Api.Operations;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>The store's database.</summary>
internal sealed class Backend(PostgresStorage storage) : IBackend
{
    /// <inheritdoc/>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.PingAsync(cancellationToken);
            return true;
        }
        catch (StorageException)
        {
            return false; // asked for because it may be away; the store's own calls log why
        }
    }
}
