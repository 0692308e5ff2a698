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
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<WorkflowSubmission> SubmitAsync(RawJson document, CancellationToken cancellationToken)
    {
        var (definition, check, catalogueRevision) = await ExamineAsync(document, cancellationToken);
        if (check.Report is null || definition is null) return new WorkflowSubmission.Refused(check.Problems);

        var report = JsonSerializer.SerializeToUtf8Bytes(check.Report, SubmissionJson.Default.CheckReport);
        var stored = new StoredWorkflow(
            definition.Id, Guid.CreateVersion7(), definition.Name, _time.GetUtcNow(), definition.Document.Utf8, report);
        switch (await _store.InsertAsync(stored, cancellationToken))
        {
            case InsertWorkflowOutcome.NameTaken:
                return new WorkflowSubmission.NameTaken(definition.Name);
            case InsertWorkflowOutcome.IdTaken:
                return new WorkflowSubmission.IdTaken(definition.Id);
        }

        await _locks.AddAsync(_library.Add(stored, definition), check, catalogueRevision, CancellationToken.None);
        return new WorkflowSubmission.Accepted(stored, check.Warnings);
    }

    /// <summary>Reads and checks a workflow as <see cref="SubmitAsync"/> would, without storing it.</summary>
    public async Task<WorkflowVerification> CheckAsync(RawJson document, CancellationToken cancellationToken)
    {
        var (_, check, _) = await ExamineAsync(document, cancellationToken);
        var report = check.Report is null ? default : new RawJson(JsonSerializer.SerializeToUtf8Bytes(check.Report, SubmissionJson.Default.CheckReport));
        return new WorkflowVerification(check.Problems, check.Warnings, report);
    }

    /// <summary>The newest revision under an id, or null.</summary>
    public Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>Newest revisions, oldest workflow first.</summary>
    /// <param name="name">Only the workflow of that name, or null.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="limit">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<StoredWorkflow>> ListAsync(string? name, int offset, int limit, CancellationToken cancellationToken) =>
        _store.ListAsync(name, offset, limit, cancellationToken);

    /// <summary>
    /// Pauses all jobs of the workflow's name, those to come too: running bodies end, nothing more is started until <see cref="ResumeAsync"/>. It holds for
    /// every workflow of that name, and over restarts. Idempotent.
    /// </summary>
    /// <returns>False when there is no such workflow.</returns>
    public Task<bool> PauseAsync(Guid id, CancellationToken cancellationToken) => SetPausedAsync(id, true, cancellationToken);

    /// <summary>Lets the jobs of the workflow's name go on, except those that are paused themselves. Idempotent.</summary>
    /// <returns>False when there is no such workflow.</returns>
    public Task<bool> ResumeAsync(Guid id, CancellationToken cancellationToken) => SetPausedAsync(id, false, cancellationToken);

    /// <summary>True when all jobs of a name are paused.</summary>
    public async Task<bool> IsPausedAsync(string name, CancellationToken cancellationToken) =>
        (await _control.PausedNamesAsync(cancellationToken)).Contains(name, StringComparer.Ordinal);

    private async Task<bool> SetPausedAsync(Guid id, bool paused, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(id, cancellationToken) is not { } workflow) return false;
        await _pauser.SetNamePausedAsync(workflow.Name, paused, cancellationToken);
        return true;
    }

    /// <summary>Reads as much as can be read and checks the tasks that could be: one request, all its problems.</summary>
    private async Task<(WorkflowDefinition? Definition, CheckResult Check, long CatalogueRevision)> ExamineAsync(
        RawJson document, CancellationToken cancellationToken)
    {
        var found = new ProblemList();
        var read = WorkflowReader.Read(document, _options.VersioningEnabled, found);
        var snapshot = _catalogue.Current;
        var check = await _checker.CheckAsync(read.Tasks, snapshot, cancellationToken);
        ProblemItem[] problems = [.. found.Problems, .. check.Problems];
        ProblemItem[] warnings = [.. found.Warnings, .. check.Warnings];
        if (problems.Length > 0) return (null, new CheckResult(problems, warnings, null, null), snapshot.Revision);
        return (read.Definition, check with { Warnings = warnings, Report = check.Report! with { Warnings = warnings } }, snapshot.Revision);
    }
}
