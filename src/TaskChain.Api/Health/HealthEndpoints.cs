using TaskChain.Api.Http;

namespace TaskChain.Api.Health;

/// <summary><c>/healthz/live</c> and <c>/healthz/ready</c>.</summary>
internal sealed class HealthEndpoints(IEnumerable<IReadinessCheck> checks, ILogger<HealthEndpoints> logger)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);
    private static readonly byte[] Live = "{\"status\":\"live\"}"u8.ToArray();
    private readonly IReadinessCheck[] _checks = [.. checks];

    /// <summary>The process answers; says nothing about what it depends on.</summary>
    public static Task LiveAsync(HttpContext context) => JsonAnswers.WriteRawAsync(context, StatusCodes.Status200OK, Live);

    /// <summary>Everything that taking work needs is there: 200, else 503, with one entry per check.</summary>
    public async Task ReadyAsync(HttpContext context)
    {
        var results = await Task.WhenAll(_checks.Select(check => RunAsync(check, context.RequestAborted)));
        var ready = results.All(r => r.Result.Ready);
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswers.WriteAsync(
            context, ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, (ready, results), static (writer, state) =>
            {
                writer.WriteStartObject();
                writer.WriteString("status", state.ready ? "ready" : "not_ready");
                writer.WriteStartObject("checks");
                foreach (var (name, result) in state.results)
                {
                    writer.WriteStartObject(name);
                    writer.WriteBoolean("ready", result.Ready);
                    writer.WriteString("detail", result.Detail);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            });
    }

    private async Task<(string Name, CheckResult Result)> RunAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CheckTimeout);
        try
        {
            return (check.Name, await check.CheckAsync(limit.Token).WaitAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ApiLog.NotReady(logger, check.Name, "no answer in time");
            return (check.Name, new CheckResult(false, $"No answer within {CheckTimeout.TotalSeconds} s."));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Readiness is asked for because things may be broken: a fault is the answer, not a fault of the question.
            ApiLog.NotReady(logger, check.Name, exception.Message);
            return (check.Name, new CheckResult(false, "It does not answer; the service's log says why."));
        }
    }
}
