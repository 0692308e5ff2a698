using System.Globalization;
using System.Text.Json;
using TaskChain.Api.Problems;
using TaskChain.Engine.Consumers;

namespace TaskChain.Api.Auth;

/// <summary>Keeps callers to their consumer's limits when they post jobs.</summary>
internal sealed class JobGate(ConsumerGate gate)
{
    /// <summary>Asks to post jobs; null when the request has been answered 429.</summary>
    public async ValueTask<JobAdmission.Admitted?> EnterAsync(HttpContext context, int jobs)
    {
        if (Caller.KeyOf(context) is not { } key) return JobAdmission.Admitted.Freely;
        var admission = await gate.EnterAsync(key.Consumer, key.Limits, jobs, context.RequestAborted);
        if (admission is JobAdmission.Admitted admitted) return admitted;
        await AnswerAsync(context, (JobAdmission.Limited)admission);
        return null;
    }

    private static Task AnswerAsync(HttpContext context, JobAdmission.Limited limited)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(limited.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var facts = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["limit"] = JsonElement.Parse(limited.Limit.ToString("R", CultureInfo.InvariantCulture)),
            ["observed"] = JsonElement.Parse(limited.Observed.ToString("R", CultureInfo.InvariantCulture)),
        };
        return ProblemAnswers.WriteAsync(
            context, new ProblemAnswer(StatusCodes.Status429TooManyRequests, limited.Code, limited.Message) { More = facts });
    }
}
