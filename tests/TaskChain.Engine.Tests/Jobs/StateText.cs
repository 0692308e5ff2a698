using System.Globalization;
using System.Text;
using TaskChain.Engine.Jobs;

namespace TaskChain.Engine.Tests.Jobs;

/// <summary>Everything that a job's state says, as a text to compare.</summary>
internal static class StateText
{
    public static string Of(JobState state, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{state.Status} {state.Phase} {state.EventCount} active={state.Active?.Node.Id} timedOut={state.IsTimedOut} cancel={state.IsCancelRequested} ")
            .Append(CultureInfo.InvariantCulture, $"runner={state.Runner} next={state.NextAttempt} {state.StartedAt:O} {state.FinishedAt:O} ")
            .Append(CultureInfo.InvariantCulture, $"{state.Elapsed(now)} {state.PhaseElapsed(now)} {state.Params} {state.Properties} {state.Error?.Message}\n");
        foreach (var (phase, at) in state.BareTimeouts ?? []) text.Append(CultureInfo.InvariantCulture, $"timeout {phase} {at:O}\n");
        foreach (var task in state.Touched)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{task.Node.Id} {task.Status} #{task.Attempt}/{task.BodyAttempts} fallback={task.Fallback} {task.Outcome} permanent={task.Permanent} ")
                .Append(CultureInfo.InvariantCulture, $"interrupted={task.Interrupted}/{task.WasInterrupted} parked={task.Parked} {task.Result} ")
                .Append(CultureInfo.InvariantCulture, $"{task.Error?.Message} {task.StartedAt:O} {task.RunStartedAt:O} {task.FinishedAt:O} ")
                .Append(CultureInfo.InvariantCulture, $"{task.Used} {task.After} {task.Deadline:O}\n");
        }

        return text.ToString();
    }
}
