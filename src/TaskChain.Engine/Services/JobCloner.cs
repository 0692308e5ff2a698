using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Posts jobs like others: of the same workflow, as it is now.</summary>
internal sealed class JobCloner(IJobStore store, JobPlanner planner, JobPoster poster)
{
    /// <summary>Posts a job like another.</summary>
    /// <param name="source">The other job.</param>
    /// <param name="changes">A JSON object; <c>params</c> are merged into the other's (null removes one); <c>target</c> and <c>locks</c> replace.</param>
    /// <param name="context">Who posts it.</param>
    /// <param name="cancellationToken">Cancels before it is stored.</param>
    public async Task<JobSubmission> CloneAsync(Guid source, RawJson changes, SubmitContext context, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(new JobId(source), cancellationToken) is not { } stored) return new JobSubmission.SourceNotFound(source);
        var key = RequestKey.Of(context, $"/jobs/{source}/clone", changes.Utf8.Span);
        var origin = JobOrigin.Of(context, key);
        var problems = new ProblemList();
        var request = planner.Read(changes, origin, problems) is { } read ? Merge(stored, changes, read, problems) : null;
        return await poster.PostAsync(request, problems, origin, cancellationToken);
    }

    private JobRequest Merge(StoredJob source, RawJson changes, JobRequest read, ProblemList problems)
    {
        var changed = changes.ToElement();
        var posting = JobJson.ReadPosting(source.Posted);
        var parameters = posting.Params;
        foreach (var member in changed.EnumerateObject())
        {
            switch (member.Name)
            {
                case "target" or "locks" or "exec_after" or "uuid":
                    break;
                case "params" when member.Value.ValueKind == JsonValueKind.Object:
                    parameters = JobProperties.Merge(parameters, RawJson.From(member.Value));
                    break;
                case "params":
                    Report("params", $"'params' must be an object, not {MemberReader.Describe(member.Value)}.");
                    break;
                default:
                    Report(
                        member.Name,
                        $"'{MemberReader.Shorten(member.Name)}' cannot be changed in a clone. Allowed are 'params', 'target', 'locks', 'exec_after' and 'uuid'.");
                    break;
            }
        }

        var request = read with
        {
            Workflow = source.Posted.WorkflowId.ToString(),
            Target = changed.TryGetProperty("target", out _) ? read.Target : source.Posted.Target,
            Locks = changed.TryGetProperty("locks", out _) ? read.Locks : posting.Locks,
            NumAttempts = 0,
        };
        return planner.WithParams(request, parameters);

        void Report(string name, string message) =>
            problems.Add(new ProblemItem(ProblemCodes.InvalidValue, message) { Pointer = "/" + MemberReader.Escape(name) });
    }
}
