using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Webhooks;

/// <summary>What became of a request for a webhook.</summary>
public abstract record WebhookCreation
{
    private WebhookCreation()
    {
    }

    /// <summary>Created.</summary>
    /// <param name="Webhook">The webhook.</param>
    /// <param name="Secret">What its receiver checks signatures with.</param>
    public sealed record Created(StoredWebhook Webhook, string Secret) : WebhookCreation;

    /// <summary>The request is not usable.</summary>
    /// <param name="Problems">Everything that is wrong with it.</param>
    public sealed record Invalid(IReadOnlyList<ProblemItem> Problems) : WebhookCreation;

    /// <summary>The consumer has as many webhooks as it may have.</summary>
    /// <param name="Max">That many.</param>
    public sealed record TooMany(int Max) : WebhookCreation;
}

/// <summary>Who looks at webhooks.</summary>
/// <param name="Consumer">The consumer, or null for a caller without a key.</param>
/// <param name="SeesAll">True when webhooks of others may be seen and removed too.</param>
public readonly record struct WebhookViewer(string? Consumer, bool SeesAll);
