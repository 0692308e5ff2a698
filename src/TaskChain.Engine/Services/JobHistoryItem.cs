using TaskChain.Contracts;

namespace TaskChain.Engine.Services;

/// <summary>Something that happened to a job.</summary>
/// <param name="Number">
/// The number of the logbook's event, from 0: each is given exactly once and in order. Null for what bodies and callers say (<c>info</c>, <c>log</c>,
/// <c>progress</c>), which is given while it happens and of which a slow reader misses some.
/// </param>
/// <param name="Event">
/// What happened: claimed, task_started, task_ended, timed_out, requeued, suspended, resumed, cancel_requested, succeeded, failed, canceled, retried;
/// info, log, progress.
/// </param>
/// <param name="Data">One JSON object; for <c>info</c> the element, see <see cref="JobInfo"/>.</param>
public sealed record JobHistoryItem(int? Number, string Event, RawJson Data);
