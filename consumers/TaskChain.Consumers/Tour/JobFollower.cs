using System.Globalization;
using System.Text.Json;
using TaskChain.Client;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Consumers.Tour;

/// <summary>Follows a job and writes a line for each task that ends.</summary>
internal sealed class JobFollower(Screen screen, Sample sample, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestJob = TimeSpan.FromMinutes(2);
    private int _chain;
    private int _onerror;
    private int _oncancel;
    private bool _canceled;

    /// <summary>Returns the job as it ended.</summary>
    /// <exception cref="TimeoutException">It has not ended in two minutes.</exception>
    public async Task<JobDocument> FollowAsync(JobHandle job, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var now = await job.GetAsync(cancellationToken);
            _chain = Write(now.ChainResults, _chain, sample.IsBrief);
            _onerror = Write(now.OnerrorResults ?? [], _onerror);
            _oncancel = Write(now.OncancelResults ?? [], _oncancel);
            if (now.IsFinal)
            {
                if (sample.IsBrief) WriteSummary(now);
                return now;
            }

            if (!_canceled && sample.CancelAt is not null && now.CurrentTask == sample.CancelAt) await CancelAsync(job, cancellationToken);
            if (time.GetElapsedTime(started) > LongestJob) throw new TimeoutException($"Job {job.Uuid} is still {now.Execution} after {LongestJob.TotalSeconds:0} s.");
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>Module versions in the words of the tour: <c>sdc-clients 9.0.1 → 9.1.0</c> where another one was given than asked for.</summary>
    public static string Describe(GivenModuleDocument module) => module.Requested is null || module.Requested == module.Ver
        ? $"{module.Name} {module.Ver}"
        : $"{module.Name} {module.Requested} → {module.Ver}";

    private async Task CancelAsync(JobHandle job, CancellationToken cancellationToken)
    {
        screen.Line($"  {sample.Label,-14} {screen.Notable("!")} {sample.Workflow} is cancelled during {sample.CancelAt}");
        _canceled = true;
        await job.CancelAsync(cancellationToken);
    }

    private int Write(IReadOnlyList<TaskResultDocument> results, int written, bool onlyFailed = false)
    {
        for (; written < results.Count && results[written].Status is "succeeded" or "failed"; written++)
        {
            if (!onlyFailed || results[written].Status == "failed") WriteTask(results[written]);
        }

        return written;
    }

    private void WriteSummary(JobDocument job)
    {
        var good = job.ChainResults.Count(task => task.Status == "succeeded");
        var took = ((job.FinishedAt - job.CreatedAt)?.TotalSeconds ?? 0).ToString("0.0", CultureInfo.InvariantCulture);
        var mark = job.Execution == "succeeded" ? screen.Good("✓") : screen.Notable("✗");
        var tasks = $"{good} tasks in {took} s";
        var modules = job.ChainResults.SelectMany(task => task.Modules?.Values ?? []).Select(Describe).Distinct().Order(StringComparer.Ordinal);
        screen.Line($"  {sample.Label,-14} {mark} {sample.Workflow,-20} {tasks,-19} {string.Join(", ", modules)}");
    }

    private void WriteTask(TaskResultDocument task)
    {
        var failed = task.Status == "failed";
        var took = (task.FinishedAt - task.StartedAt)?.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms";
        var modules = (task.Modules ?? new Dictionary<string, GivenModuleDocument>()).Values;
        var given = string.Join(", ", modules.Select(module => module.Requested is null || module.Requested == module.Ver
            ? Describe(module)
            : screen.Notable(Describe(module))));
        var attempts = task.Attempts > 1 ? screen.Notable($" ({task.Attempts} attempts{(task.Fallback ? ", then its fallback" : "")})") : "";
        var mark = failed ? screen.Bad("✗") : screen.Good("✓");
        screen.Line($"  {sample.Label,-14} {mark} {task.Name,-34} {took,8}  {given}{attempts}");
        if (failed) screen.Line($"  {"",-14}   {screen.Faint(Shorten(ErrorOf(task)))}");
    }

    private static string ErrorOf(TaskResultDocument task)
    {
        using var error = JsonDocument.Parse(task.Error.Utf8);
        return error.RootElement.ValueKind == JsonValueKind.Object && error.RootElement.TryGetProperty("message", out var message)
            ? message.ToString()
            : error.RootElement.ToString();
    }

    private static string Shorten(string text) => text.Length <= 110 ? text : string.Concat(text.AsSpan(0, 109), "…");
}
