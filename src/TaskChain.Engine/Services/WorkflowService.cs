using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Modules;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>Takes and answers workflows.</summary>
public sealed class WorkflowService
{
    private readonly EngineOptions _options;
    private readonly IWorkflowStore _store;
    private readonly IJobControl _control;
    private readonly WorkflowChecker _checker;
    private readonly CatalogueWatch _catalogue;
    private readonly WorkflowLibrary _library;
    private readonly LockResolver _locks;
    private readonly JobPauser _pauser;
    private readonly TimeProvider _time;

    internal WorkflowService(
        EngineOptions options, EngineStores stores, WorkflowChecker checker, CatalogueWatch catalogue, WorkflowLibrary library, LockResolver locks,
        JobPauser pauser, TimeProvider time)
    {
        _options = options;
        _store = stores.Workflows;
        _control = stores.Control;
        _checker = checker;
        _catalogue = catalogue;
        _library = library;
        _locks = locks;
        _pauser = pauser;
        _time = time;
    }

    /// <summary>Reads, checks and stores a workflow; nothing is stored when anything is wrong.</summary>
    /// <param name="document">The request's body: any bytes.</param>
    /// <param name="context">Who posts it, and under which key the post may be repeated.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<WorkflowSubmission> SubmitAsync(RawJson document, SubmitContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var key = RequestKey.Of(context, "/workflows", document.Utf8.Span);
        if (key is not null && await FindAnswerAsync(key, cancellationToken) is { } answer) return answer;

        var examined = await ExamineAsync(document, key is null ? null : new GivenId(key.WorkflowId(), IsMadeOfKey: true), cancellationToken);
        if (examined.Definition is not { } definition) return new WorkflowSubmission.Refused(examined.Check.Problems);
        var stored = ToStore(examined, definition, key?.RevisionId() ?? Guid.CreateVersion7());
        switch (await _store.InsertAsync(stored, cancellationToken))
        {
            case InsertWorkflowOutcome.Inserted:
                await RememberAsync(examined, definition, stored);
                return new WorkflowSubmission.Accepted(stored, examined.Check.Warnings);

            // The same request twice at once: the other one was faster.
            case var _ when key is not null && await FindAnswerAsync(key, cancellationToken) is { } other:
                return other;
            case InsertWorkflowOutcome.NameTaken:
                return new WorkflowSubmission.NameTaken(definition.Name);
            default:
                return new WorkflowSubmission.IdTaken(definition.Id);
        }
    }

    /// <summary>
    /// Replaces a workflow by a document, after the same checks as <see cref="SubmitAsync"/>. Jobs that are posted from now on run it, on every node; jobs
    /// that were posted before keep what they were posted with. A paused workflow that gets another name stays paused.
    /// </summary>
    /// <param name="id">The workflow; the document may name no other.</param>
    /// <param name="document">The request's body: any bytes. It replaces the workflow whole, its name included.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<WorkflowUpdate> UpdateAsync(Guid id, RawJson document, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(id, cancellationToken) is not { } former) return new WorkflowUpdate.NotFound();
        var examined = await ExamineAsync(document, new GivenId(id, IsMadeOfKey: false), cancellationToken);
        if (examined.Definition is not { } definition) return new WorkflowUpdate.Refused(examined.Check.Problems);
        var stored = ToStore(examined, definition, Guid.CreateVersion7());
        switch (await _store.UpdateAsync(stored, cancellationToken))
        {
            case UpdateWorkflowOutcome.NotFound:
                _library.Forget(id);
                return new WorkflowUpdate.NotFound();
            case UpdateWorkflowOutcome.NameTaken:
                return new WorkflowUpdate.NameTaken(definition.Name);
        }

        await RememberAsync(examined, definition, stored);
        // The store has carried a pause over; jobs that live under the new name already follow it.
        if (former.Name != stored.Name && await IsPausedAsync(stored.Name, CancellationToken.None))
        {
            await _pauser.SetNamePausedAsync(stored.Name, true, CancellationToken.None);
        }

        return new WorkflowUpdate.Updated(stored, examined.Check.Warnings);
    }

    /// <summary>Removes a workflow; its jobs go on. Not while it is paused: without it nobody could let its jobs go on.</summary>
    public async Task<WorkflowDeletion> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(id, cancellationToken) is { } workflow)
        {
            var paused = await PausedNamesAsync(workflow, cancellationToken);
            if (paused.Count > 0) return new WorkflowDeletion.Paused(paused);
        }

        var isDeleted = await _store.DeleteAsync(id, cancellationToken);
        _library.Forget(id);
        return isDeleted ? new WorkflowDeletion.Deleted() : new WorkflowDeletion.NotFound();
    }

    /// <summary>Reads and checks a workflow as <see cref="SubmitAsync"/> would, without storing it.</summary>
    public async Task<WorkflowVerification> CheckAsync(RawJson document, CancellationToken cancellationToken)
    {
        var check = (await ExamineAsync(document, given: null, cancellationToken)).Check;
        var report = check.Report is null ? default : new RawJson(JsonSerializer.SerializeToUtf8Bytes(check.Report, SubmissionJson.Default.CheckReport));
        return new WorkflowVerification(check.Problems, check.Warnings, report);
    }

    /// <summary>The newest revision under an id, or null.</summary>
    public Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>Newest revisions, oldest workflow first.</summary>
    public Task<IReadOnlyList<StoredWorkflow>> ListAsync(WorkflowFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Members.Count == 0
            ? _store.ListAsync(filter.Name, filter.Offset, filter.Limit, cancellationToken)
            : WorkflowSearch.FindAsync(_store, filter, cancellationToken);
    }

    private StoredWorkflow ToStore(Examined examined, WorkflowDefinition definition, Guid revision)
    {
        var report = JsonSerializer.SerializeToUtf8Bytes(examined.Check.Report!, SubmissionJson.Default.CheckReport); // There are no problems.
        return new StoredWorkflow(definition.Id, revision, definition.Name, _time.GetStoredNow(), definition.Document.Utf8, report);
    }

    private Task RememberAsync(Examined examined, WorkflowDefinition definition, StoredWorkflow stored) =>
        _locks.AddAsync(_library.Add(stored, definition), examined.Check, examined.CatalogueRevision, CancellationToken.None);

    /// <summary>What the same request was answered before, or that its key belongs to another one; null when the key is new.</summary>
    private async Task<WorkflowSubmission?> FindAnswerAsync(RequestKey key, CancellationToken cancellationToken)
    {
        // The id first: whoever stores both at once between the two looks is seen by the second.
        var known = await _store.FindAsync(key.WorkflowId(), cancellationToken);
        if (await _store.FindRevisionAsync(key.RevisionId(), cancellationToken) is not { } stored)
        {
            return known is null ? null : new WorkflowSubmission.KeyReused();
        }

        // A workflow that was deleted is not there, whatever its post was answered: the same post brings the same workflow back.
        var outcome = known is null ? await _store.InsertAsync(stored, cancellationToken) : InsertWorkflowOutcome.IdTaken;
        if (outcome == InsertWorkflowOutcome.NameTaken) return new WorkflowSubmission.NameTaken(stored.Name);
        var report = JsonSerializer.Deserialize(stored.Check.Span, SubmissionJson.Default.CheckReport);
        return new WorkflowSubmission.Accepted(stored, report?.Warnings ?? []) { Replayed = outcome == InsertWorkflowOutcome.IdTaken };
    }

    /// <summary>
    /// Pauses all jobs of the workflow's name, those to come too: running bodies end, nothing more is started until <see cref="ResumeAsync"/>. It holds for
    /// every workflow of that name, and over restarts. Idempotent.
    /// </summary>
    /// <returns>False when there is no such workflow.</returns>
    public async Task<bool> PauseAsync(Guid id, CancellationToken cancellationToken)
    {
        string? paused = null;
        while (true)
        {
            // Again, when it got another name in between.
            if (await _store.FindAsync(id, cancellationToken) is not { } workflow) return false;
            if (workflow.Name == paused) return true;
            await _pauser.SetNamePausedAsync(workflow.Name, true, cancellationToken);
            paused = workflow.Name;
        }
    }

    /// <summary>
    /// Lets the jobs of the workflow's name go on, and those of names that it had before and no other workflow has now; not those that are paused
    /// themselves. Idempotent.
    /// </summary>
    /// <returns>False when there is no such workflow.</returns>
    public async Task<bool> ResumeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(id, cancellationToken) is not { } workflow) return false;
        var paused = await PausedNamesAsync(workflow, cancellationToken);
        foreach (var name in paused.Where(name => name != workflow.Name)) await _pauser.SetNamePausedAsync(name, false, cancellationToken);
        await _pauser.SetNamePausedAsync(workflow.Name, false, cancellationToken);
        return true;
    }

    /// <summary>True when all jobs of a name are paused.</summary>
    public async Task<bool> IsPausedAsync(string name, CancellationToken cancellationToken) =>
        (await _control.PausedNamesAsync(cancellationToken)).Contains(name, StringComparer.Ordinal);

    /// <summary>Those of the workflow's names, the present one and those that only it had, that are paused.</summary>
    private async Task<IReadOnlyList<string>> PausedNamesAsync(StoredWorkflow workflow, CancellationToken cancellationToken)
    {
        var paused = await _control.PausedNamesAsync(cancellationToken);
        if (paused.Count == 0) return [];
        var former = await _store.FormerNamesAsync(workflow.Id, cancellationToken);
        return [.. paused.Where(name => name == workflow.Name || former.Contains(name, StringComparer.Ordinal))];
    }

    /// <summary>Reads as much as can be read and checks the tasks that could be: one request, all its problems.</summary>
    private async Task<Examined> ExamineAsync(RawJson document, GivenId? given, CancellationToken cancellationToken)
    {
        var found = new ProblemList();
        var read = WorkflowReader.Read(document, _options.VersioningEnabled, found, given);
        var snapshot = _catalogue.Current;
        var check = await _checker.CheckAsync(read.Tasks, snapshot, cancellationToken);
        ProblemItem[] problems = [.. found.Problems, .. check.Problems];
        ProblemItem[] warnings = [.. found.Warnings, .. check.Warnings];
        if (problems.Length > 0) return new Examined(null, new CheckResult(problems, warnings, null, null), snapshot.Revision);
        return new Examined(
            read.Definition, check with { Warnings = warnings, Report = check.Report! with { Warnings = warnings } }, snapshot.Revision);
    }

    /// <summary>A document after its check.</summary>
    /// <param name="Definition">The workflow; null when there are problems.</param>
    /// <param name="Check">What was found.</param>
    /// <param name="CatalogueRevision">What it was checked against.</param>
    private sealed record Examined(WorkflowDefinition? Definition, CheckResult Check, long CatalogueRevision);
}
