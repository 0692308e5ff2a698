using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

/// <summary>Which jobs are not stored, and why.</summary>
public abstract class GuardConformance(StoreHarness stores) : Conformance(stores)
{
    private readonly RunnerId _runner = Sample.NewRunner();

    private IJobStore Store => Stores.Jobs;

    [Fact]
    public async Task Insert_SameUniqueKeyAsALiveJob_IsRefused()
    {
        await InsertAsync(Keyed("k"));

        Assert.Equal(InsertJobOutcome.TargetTaken, await Store.InsertAsync(Keyed("k"), Token));
        Assert.Equal(InsertJobOutcome.TargetTaken, await Store.InsertAsync(Keyed("k") with { Target = null }, Token));
        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(Keyed("other"), Token));
        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(Keyed("k") with { UniqueKey = null }, Token));
    }

    /// <summary>What the service lets through has room in every index, however little of it can be compressed.</summary>
    [Fact]
    public async Task Insert_LongestTargetAndName_IsStored()
    {
        var job = Sample.New(name: Long(512), target: Long(682)) with { Consumer = new string('c', 64) };

        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(job, Token));
        Assert.Single(await Stores.Queries.ListAsync(new JobFilter { Target = job.Target, Name = job.Name }, Token));

        static string Long(int length)
        {
            var random = new Random(7);
            return string.Create(length, random, static (text, source) =>
            {
                for (int i = 0; i < text.Length; i++) text[i] = (char)source.Next(0x4E00, 0x9FFF);
            });
        }
    }

    [Theory]
    [InlineData(JobStatus.Queued, InsertJobOutcome.TargetTaken)]
    [InlineData(JobStatus.Waiting, InsertJobOutcome.TargetTaken)]
    [InlineData(JobStatus.Succeeded, InsertJobOutcome.Inserted)]
    [InlineData(JobStatus.Failed, InsertJobOutcome.Inserted)]
    [InlineData(JobStatus.Canceled, InsertJobOutcome.Inserted)]
    [InlineData(JobStatus.Retried, InsertJobOutcome.Inserted)]
    public async Task Insert_UniqueKeyOfAJobThatMoved_CountsWhileThatLives(JobStatus status, InsertJobOutcome expected)
    {
        var job = Owned(Keyed("k"));
        await InsertAsync(job);
        Assert.Equal(InsertJobOutcome.TargetTaken, await Store.InsertAsync(Keyed("k"), Token));
        await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(status)), Token);

        Assert.Equal(expected, await Store.InsertAsync(Keyed("k"), Token));
    }

    [Fact]
    public async Task Insert_FiftyWithOneUniqueKeyAtOnce_OneIsStored()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Store.InsertAsync(Keyed("k"), Token).AsTask())));

        Assert.Single(outcomes, InsertJobOutcome.Inserted);
        Assert.Equal(49, outcomes.Count(outcome => outcome == InsertJobOutcome.TargetTaken));
        Assert.Single(await Stores.Queries.ListAsync(new JobFilter(), Token));
    }

    [Fact]
    public async Task Append_WithSuccessor_HandsTheUniqueKeyOver()
    {
        var job = Owned(Keyed("k")) with { Locks = "^vm" };
        await InsertAsync(job);
        var successor = Keyed("k") with { Locks = "^vm" };

        var outcome = await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Retried), successor: successor), Token);

        Assert.Equal(AppendOutcome.Appended, outcome);
        var stored = await Store.ReadAsync(successor);
        Assert.Equal((JobStatus.Queued, "k", "^vm", "vm"), (stored.Status, stored.Posted.UniqueKey, stored.Posted.Locks, stored.Posted.Target));
        Assert.Equal(InsertJobOutcome.TargetTaken, await Store.InsertAsync(Keyed("k") with { Target = null }, Token));
        Assert.Equal(InsertJobOutcome.TargetLocked, await Store.InsertAsync(Sample.New(target: "vm"), Token));
    }

    [Fact]
    public async Task Append_WithSuccessorOfAChangedWorkflow_StoresItAllTheSame()
    {
        var job = await Store.InsertClaimedAsync(_runner);
        var successor = Sample.New() with { WorkflowRevision = Guid.NewGuid() };

        Assert.Equal(
            AppendOutcome.Appended,
            await Store.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Retried), successor: successor), Token));
        Assert.Equal(JobStatus.Queued, (await Store.ReadAsync(successor)).Status);
    }

    [Fact]
    public async Task Insert_TargetThatALiveJobLocks_IsRefusedUntilThatIsFinal()
    {
        var locking = Sample.New(owner: _runner) with { Locks = "^/vms/(a|b)$" };
        await InsertAsync(locking);

        var locked = await Store.InsertAsync(Sample.New(target: "/vms/a"), Token);
        var free = await Store.InsertAsync(Sample.New(target: "/vms/c"), Token);
        var targetless = await Store.InsertAsync(Sample.New(), Token);
        await Store.AppendAsync(Sample.Append(locking, 2, move: new JobMove(JobStatus.Waiting)), Token);
        var whileWaiting = await Store.InsertAsync(Sample.New(target: "/vms/b"), Token);
        await Stores.Control.MoveIdleAsync(new IdleMove(locking.Id, JobStatus.Waiting, 3, 1, Sample.Json("c"), JobStatus.Canceled), Token);
        var afterwards = await Store.InsertAsync(Sample.New(target: "/vms/a"), Token);

        Assert.Equal(
            [InsertJobOutcome.TargetLocked, InsertJobOutcome.Inserted, InsertJobOutcome.Inserted, InsertJobOutcome.TargetLocked, InsertJobOutcome.Inserted],
            [locked, free, targetless, whileWaiting, afterwards]);
    }

    [Fact]
    public async Task Insert_LockOnTargetsThatAreUnderWay_IsStored()
    {
        await InsertAsync(Sample.New(target: "vm"));

        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(Sample.New(target: "vm") with { Locks = "vm" }, Token));
        Assert.Equal(InsertJobOutcome.TargetLocked, await Store.InsertAsync(Sample.New(target: "vm") with { Locks = "vm" }, Token));
    }

    [Fact]
    public async Task Insert_RevisionThatIsNotTheNewest_IsRefused()
    {
        var workflow = new StoredWorkflow(Guid.NewGuid(), Guid.NewGuid(), "mine", DateTimeOffset.UnixEpoch, Sample.Json("d"), Sample.Json("c"));
        await Stores.Workflows.InsertAsync(workflow, Token);
        var newer = workflow with { Revision = Guid.NewGuid() };
        NewJob Job() => Sample.New() with { WorkflowId = workflow.Id, WorkflowRevision = workflow.Revision };

        var before = await Store.InsertAsync(Job(), Token);
        await Stores.Workflows.UpdateAsync(newer, Token);
        var stale = await Store.InsertAsync(Job(), Token);
        var fresh = await Store.InsertAsync(Job() with { WorkflowRevision = newer.Revision }, Token);
        await Stores.Workflows.DeleteAsync(workflow.Id, Token);
        var gone = await Store.InsertAsync(Job() with { WorkflowRevision = newer.Revision }, Token);

        Assert.Equal(
            [InsertJobOutcome.Inserted, InsertJobOutcome.WorkflowChanged, InsertJobOutcome.Inserted, InsertJobOutcome.WorkflowChanged],
            [before, stale, fresh, gone]);
    }

    [Fact]
    public async Task Insert_RefusedForMoreThanOneReason_NamesTheFirst()
    {
        var locking = Keyed("k") with { Target = null, Locks = "vm" };
        await InsertAsync(locking);
        var worst = Keyed("k") with { Id = locking.Id, WorkflowRevision = Guid.NewGuid() };

        Assert.Equal(InsertJobOutcome.IdTaken, await Store.InsertAsync(worst, Token));
        Assert.Equal(InsertJobOutcome.WorkflowChanged, await Store.InsertAsync(worst with { Id = Sample.New().Id }, Token));
        Assert.Equal(InsertJobOutcome.TargetLocked, await Store.InsertAsync(Keyed("k"), Token));
        Assert.Equal(InsertJobOutcome.TargetTaken, await Store.InsertAsync(Keyed("k") with { Target = "disk" }, Token));
    }

    [Fact]
    public async Task Insert_EqualJobAgain_IsATakenId()
    {
        var job = Sample.New();

        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(job, Token));
        Assert.Equal(InsertJobOutcome.IdTaken, await Store.InsertAsync(job, Token));
    }

    [Fact]
    public async Task Insert_AllMembers_AreReadBack()
    {
        var job = Keyed("k") with { Consumer = "vmapi", Locks = "^x", Search = [new("vm_uuid", "1")] };

        await InsertAsync(job);

        var stored = await Store.ReadAsync(job);
        Assert.Equal(
            ("k", "vmapi", "^x", "vm", null, false, false, false),
            (stored.Posted.UniqueKey, stored.Posted.Consumer, stored.Posted.Locks, stored.Posted.Target, stored.EndedAt, stored.IsCancelRequested,
                stored.IsPaused, stored.IsNamePaused));
        Assert.Empty(stored.Posted.Search);
    }

    [Fact]
    public async Task InsertAll_JobsInNobodysWay_AreStored()
    {
        NewJob[] jobs = [Sample.New(), Keyed("a"), Keyed("b") with { Locks = "^disk" }, Sample.New(target: "nic")];

        var outcomes = await Stores.Control.InsertAllAsync(jobs, Token);

        Assert.All(outcomes, outcome => Assert.Equal(InsertJobOutcome.Inserted, outcome));
        Assert.Equal(4, (await Stores.Queries.ListAsync(new JobFilter(), Token)).Count);
    }

    [Fact]
    public async Task InsertAll_OneThatCannotBe_StoresNone()
    {
        await InsertAsync(Sample.New() with { Locks = "^locked" });
        var known = Sample.New();
        await InsertAsync(known);
        NewJob[] jobs =
        [
            Sample.New(), Sample.New(target: "locked"), known, Sample.New() with { WorkflowRevision = Guid.NewGuid() }, Keyed("k"), Keyed("k"),
            Sample.New() with { Locks = "^disk" }, Sample.New(target: "disk/1"),
        ];

        var outcomes = await Stores.Control.InsertAllAsync([.. jobs, jobs[0]], Token);

        Assert.Equal(
            [
                InsertJobOutcome.Inserted, InsertJobOutcome.TargetLocked, InsertJobOutcome.IdTaken, InsertJobOutcome.WorkflowChanged,
                InsertJobOutcome.Inserted, InsertJobOutcome.TargetTaken, InsertJobOutcome.Inserted, InsertJobOutcome.TargetLocked,
                InsertJobOutcome.IdTaken,
            ],
            outcomes);
        Assert.Equal(2, await Stores.Queries.CountAsync(new JobFilter(), Token));
        Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(jobs[0], Token));
    }

    [Fact]
    public async Task InsertAll_LockOfAJobThatIsItselfRefused_DoesNotCount()
    {
        var known = Sample.New();
        await InsertAsync(known);

        var outcomes = await Stores.Control.InsertAllAsync([known with { Locks = "vm" }, Sample.New(target: "vm")], Token);

        Assert.Equal([InsertJobOutcome.IdTaken, InsertJobOutcome.Inserted], outcomes);
    }

    [Fact]
    public async Task InsertAll_ThousandJobs_AreOneCommit()
    {
        var jobs = Enumerable.Range(0, 1000).Select(i => Sample.New(target: $"t{i}") with { UniqueKey = $"k{i}" }).ToList();

        Assert.All(await Stores.Control.InsertAllAsync(jobs, Token), outcome => Assert.Equal(InsertJobOutcome.Inserted, outcome));
        Assert.Equal(1000, await Stores.Queries.CountAsync(new JobFilter(), Token));
    }

    [Fact]
    public async Task InsertAll_JobWithAnOwner_IsAMistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Stores.Control.InsertAllAsync([Sample.New(owner: _runner)], Token));

    private static NewJob Keyed(string key) => Sample.New(target: "vm") with { UniqueKey = key };

    private NewJob Owned(NewJob job) => job with { Owner = _runner, Events = Sample.Json("first"), EventCount = 2 };

    private async Task InsertAsync(NewJob job) => Assert.Equal(InsertJobOutcome.Inserted, await Store.InsertAsync(job, Token));
}
