namespace TaskChain.Api.Health;

/// <summary>A check made of a function.</summary>
/// <param name="name">Name in the answer.</param>
/// <param name="check">Looks.</param>
internal sealed class ReadinessCheck(string name, Func<CancellationToken, Task<CheckResult>> check) : IReadinessCheck
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <summary>A check that has its answer at hand.</summary>
    public static ReadinessCheck Of(string name, Func<CheckResult> check) => new(name, _ => Task.FromResult(check()));

    /// <inheritdoc/>
    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => check(cancellationToken);
}
