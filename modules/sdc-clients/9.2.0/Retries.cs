using Polly;
using Polly.Retry;

namespace Sdc;

/// <summary>Retries of requests that may be sent twice.</summary>
internal static class Retries
{
    /// <summary>Three more attempts with growing pauses, when the API cannot be reached or says that it is overloaded.</summary>
    public static ResiliencePipeline Pipeline { get; } = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder()
                .Handle<HttpRequestException>()
                .Handle<ApiException>(e => (int)e.StatusCode is 502 or 503 or 504),
        })
        .Build();
}
