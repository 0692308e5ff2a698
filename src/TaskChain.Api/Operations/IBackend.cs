namespace TaskChain.Api.Operations;

/// <summary>The database, as far as somebody asks for its health only.</summary>
internal interface IBackend
{
    /// <summary>Asks the database.</summary>
    /// <returns>Null when it answers; else why it does not, for callers.</returns>
    Task<string?> ExplainAsync(CancellationToken cancellationToken);
}
