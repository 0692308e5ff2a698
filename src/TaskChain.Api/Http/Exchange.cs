namespace TaskChain.Api.Http;

/// <summary>What is remembered of a request until its answer is sent: the one object that the conventions cost per request.</summary>
/// <param name="time">The clock.</param>
/// <param name="id">The caller's own id of the request (<c>x-request-id</c> or <c>request-id</c>), else a new one.</param>
internal sealed class Exchange(TimeProvider time, string id)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>The request's id.</summary>
    public string Id { get; } = id;

    /// <summary>Whole milliseconds since it arrived.</summary>
    public int Milliseconds => (int)time.GetElapsedTime(_startedAt).TotalMilliseconds;
}
