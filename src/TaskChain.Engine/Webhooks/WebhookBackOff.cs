namespace TaskChain.Engine.Webhooks;

/// <summary>Pauses between attempts: doubling up to a limit, a fifth more or less so that what failed together is not tried again together.</summary>
internal static class WebhookBackOff
{
    /// <summary>The pause after an attempt.</summary>
    /// <param name="options">First and longest pause.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(WebhookOptions options, int attempt, double chance)
    {
        var pause = Math.Min(options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 30)), options.MaxRetryDelay.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.8 + (0.4 * chance)));
    }
}
