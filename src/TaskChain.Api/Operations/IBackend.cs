namespace TaskChain.Api.Operations;

/// <summary>The database, as far as somebody asks for its health only.</summary>
internal interface IBackend
{
    /// <summary>True when the database answers.</summary>
    Task<bool> AnswersAsync(CancellationToken cancellationToken);
}
