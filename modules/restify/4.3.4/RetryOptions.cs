using Polly;
using Polly.Retry;

namespace Restify;

/// <summary>How requests that may be sent twice are tried again when the server cannot be reached or says that it is overloaded.</summary>
/// <param name="Retries">Attempts after the first, 0 to 10. Default 2.</param>
/// <param name="DelayMilliseconds">Pause before the first of them; it doubles each time. Default 100.</param>
public sealed record RetryOptions(int Retries = 2, int DelayMilliseconds = 100)
{
    internal ResiliencePipeline ToPipeline()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Retries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Retries, 10);
        if (Retries == 0) return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                Delay = TimeSpan.FromMilliseconds(DelayMilliseconds),
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = new PredicateBuilder()
                    .Handle<HttpRequestException>()
                    .Handle<RestifyException>(e => e.StatusCode is 502 or 503 or 504),
            })
            .Build();
    }
}
