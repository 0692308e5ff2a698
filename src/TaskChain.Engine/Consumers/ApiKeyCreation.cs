using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>What became of a request for a key.</summary>
public abstract record ApiKeyCreation
{
    private ApiKeyCreation()
    {
    }

    /// <summary>Created.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Limits">Its consumer's limits.</param>
    /// <param name="Text">What its holder sends; it is not kept.</param>
    public sealed record Created(StoredApiKey Key, ConsumerLimits Limits, string Text) : ApiKeyCreation;

    /// <summary>The request is not usable.</summary>
    /// <param name="Problems">Everything that is wrong with it.</param>
    public sealed record Invalid(IReadOnlyList<ProblemItem> Problems) : ApiKeyCreation;
}
