using System.Text;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

public abstract class CatalogueConformance(StoreHarness stores) : Conformance(stores)
{
    private static readonly DateTimeOffset Then = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private IModuleStore Modules => Stores.Modules;

    [Fact]
    public async Task Publish_NewVersion_IsInTheCatalogueWithItsTable()
    {
        long before = await Modules.RevisionAsync(Token);

        var outcome = await PublishAsync("1.0.0", "hash-1", Table(1));

        var catalogue = await Modules.LoadAsync(Token);
        Assert.Equal(PublishOutcome.Published, outcome);
        var version = Assert.Single(catalogue.Versions);
        Assert.Equal(("m", "1.0.0", "hash-1", Then, false), (version.Module, version.Version, version.ContentHash, version.PublishedAt, version.Retired));
        Assert.Equal(Sample.Json("manifest"), version.Manifest.ToArray());
        Assert.Equal(Sample.Json("surface"), version.Surface.ToArray());
        Assert.Equal(("m", 1L), (catalogue.Tables.Single().Module, catalogue.Tables.Single().Revision));
        Assert.Equal(Sample.Json("table 1"), catalogue.Tables.Single().Document.ToArray());
        Assert.Equal(Sample.Json("package hash-1"), await Stores.Content.FindAsync(ContentKind.Package, "hash-1", Token));
        Assert.True(catalogue.Revision > before);
        Assert.Equal(catalogue.Revision, await Modules.RevisionAsync(Token));
    }

    [Fact]
    public async Task Publish_Again_TellsSameFromOtherContent()
    {
        await PublishAsync("1.0.0", "hash-1", Table(1));
        long revision = await Modules.RevisionAsync(Token);

        var same = await PublishAsync("1.0.0", "hash-1", Table(2));
        var other = await PublishAsync("1.0.0", "hash-2", Table(2));

        Assert.Equal((PublishOutcome.Unchanged, PublishOutcome.Conflict), (same, other));
        Assert.Equal(revision, await Modules.RevisionAsync(Token));
        Assert.Equal("hash-1", Assert.Single((await Modules.LoadAsync(Token)).Versions).ContentHash);
    }

    [Fact]
    public async Task Publish_TableFromAnOlderRevision_ChangesNothing()
    {
        await PublishAsync("1.0.0", "hash-1", Table(1));

        var outcome = await PublishAsync("1.1.0", "hash-2", Table(1));

        Assert.Equal(PublishOutcome.TableChanged, outcome);
        Assert.Single((await Modules.LoadAsync(Token)).Versions);
    }

    [Fact]
    public async Task Publish_SameVersionAtTheSameTime_OneWins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PublishAsync("1.0.0", $"hash-{i}", null)));

        Assert.Single(outcomes, PublishOutcome.Published);
        Assert.Equal(7, outcomes.Count(o => o == PublishOutcome.Conflict));
    }

    [Fact]
    public async Task Versions_OfTheCatalogue_AreInOrderOfPublishing()
    {
        foreach (string version in new[] { "2.0.0", "1.0.0", "3.0.0" }) await PublishAsync(version, "hash-" + version, null);

        Assert.Equal(["2.0.0", "1.0.0", "3.0.0"], (await Modules.LoadAsync(Token)).Versions.Select(v => v.Version));
    }

    [Fact]
    public async Task Retire_WithoutPins_KeepsTheEntryAndClearsThePointer()
    {
        await PublishAsync("1.0.0", "hash-1", Table(1));
        Assert.True(await Modules.SetCurrentAsync("m", "1.0.0", Token));

        int? pinned = await Modules.RetireAsync("m", "1.0.0", force: false, Token);
        int? again = await Modules.RetireAsync("m", "1.0.0", force: false, Token);

        var catalogue = await Modules.LoadAsync(Token);
        Assert.Equal((0, null), (pinned, again));
        Assert.True(Assert.Single(catalogue.Versions).Retired);
        Assert.Empty(catalogue.Current);
        Assert.Single(catalogue.Tables);
    }

    [Fact]
    public async Task Retire_WithLiveJobsPinned_NeedsForce()
    {
        var runner = Sample.NewRunner();
        await PublishAsync("1.0.0", "hash-1", null);
        await Stores.Content.SaveLockAsync("lock-1", Sample.Json("lock"), ["hash-1", "hash-x"], Token);
        await Stores.Content.SaveLockAsync("lock-2", Sample.Json("lock"), ["hash-x"], Token);
        foreach (string lockHash in new[] { "lock-1", "lock-1", "lock-2" }) await Stores.Jobs.InsertAsync(Sample.New() with { LockHash = lockHash }, Token);
        var over = Sample.New(owner: runner) with { LockHash = "lock-1" };
        await Stores.Jobs.InsertAsync(over, Token);
        await Stores.Jobs.AppendAsync(Sample.Append(over, 2, move: new JobMove(JobStatus.Failed)), Token);

        int? refused = await Modules.RetireAsync("m", "1.0.0", force: false, Token);
        bool stillThere = !(await Modules.LoadAsync(Token)).Versions[0].Retired;
        int? forced = await Modules.RetireAsync("m", "1.0.0", force: true, Token);

        Assert.Equal((2, true, 2), (refused, stillThere, forced));
        Assert.True((await Modules.LoadAsync(Token)).Versions[0].Retired);
    }

    [Fact]
    public async Task Publish_RetiredVersionAgain_InstallsIt()
    {
        await PublishAsync("1.0.0", "hash-1", Table(1));
        await Modules.RetireAsync("m", "1.0.0", force: false, Token);

        var other = await PublishAsync("1.0.0", "hash-2", null);
        var same = await PublishAsync("1.0.0", "hash-1", null);

        Assert.Equal((PublishOutcome.Conflict, PublishOutcome.Unchanged), (other, same));
        Assert.False((await Modules.LoadAsync(Token)).Versions[0].Retired);
    }

    [Fact]
    public async Task Retire_UnknownVersion_IsNull() => Assert.Null(await Modules.RetireAsync("m", "9.9.9", force: true, Token));

    [Fact]
    public async Task SetCurrent_OnlyToInstalledVersions()
    {
        await PublishAsync("1.0.0", "hash-1", null);
        await PublishAsync("2.0.0", "hash-2", null);
        await Modules.RetireAsync("m", "2.0.0", force: false, Token);

        bool installed = await Modules.SetCurrentAsync("m", "1.0.0", Token);
        bool retired = await Modules.SetCurrentAsync("m", "2.0.0", Token);
        bool unknown = await Modules.SetCurrentAsync("m", "3.0.0", Token);

        Assert.Equal((true, false, false), (installed, retired, unknown));
        Assert.Equal("1.0.0", (await Modules.LoadAsync(Token)).Current["m"]);
    }

    [Fact]
    public async Task SaveTable_OnlyFromTheExpectedRevision()
    {
        bool first = await Modules.SaveTableAsync(Table(1), 0, null, Token);
        bool lost = await Modules.SaveTableAsync(Table(1), 0, null, Token);
        bool next = await Modules.SaveTableAsync(Table(2), 1, "a reason", Token);

        var table = Assert.Single((await Modules.LoadAsync(Token)).Tables);
        Assert.Equal((true, false, true), (first, lost, next));
        Assert.Equal(2, table.Revision);
        Assert.Equal(Sample.Json("table 2"), table.Document.ToArray());
    }

    [Fact]
    public async Task Content_SavedTwice_StaysTheFirst()
    {
        await Stores.Content.SaveAsync(ContentKind.Script, "h", Sample.Json("a"), Token);
        await Stores.Content.SaveAsync(ContentKind.Script, "h", Sample.Json("b"), Token);

        Assert.Equal(Sample.Json("a"), await Stores.Content.FindAsync(ContentKind.Script, "h", Token));
        Assert.Null(await Stores.Content.FindAsync(ContentKind.Package, "h", Token));
    }

    [Fact]
    public async Task Lock_SavedTwice_IsFound()
    {
        await Stores.Content.SaveLockAsync("l", Sample.Json("lock"), ["p"], Token);
        await Stores.Content.SaveLockAsync("l", Sample.Json("lock"), ["p"], Token);

        Assert.Equal(Sample.Json("lock"), await Stores.Content.FindAsync(ContentKind.Lock, "l", Token));
    }

    [Fact]
    public async Task Workflow_Inserted_IsFoundByIdAndRevision()
    {
        var workflow = Workflow("wf");

        var outcome = await Stores.Workflows.InsertAsync(workflow, Token);

        Assert.Equal(InsertWorkflowOutcome.Inserted, outcome);
        foreach (var found in new[]
        {
            await Stores.Workflows.FindAsync(workflow.Id, Token), await Stores.Workflows.FindRevisionAsync(workflow.Revision, Token),
        })
        {
            Assert.NotNull(found);
            Assert.Equal((workflow.Id, workflow.Revision, "wf", Then), (found.Id, found.Revision, found.Name, found.CreatedAt));
            Assert.Equal(workflow.Document.ToArray(), found.Document.ToArray());
            Assert.Equal(workflow.Check.ToArray(), found.Check.ToArray());
        }

        Assert.Null(await Stores.Workflows.FindAsync(Guid.NewGuid(), Token));
        Assert.Null(await Stores.Workflows.FindRevisionAsync(workflow.Id, Token));
    }

    [Fact]
    public async Task Workflow_TakenNameOrId_IsRefused()
    {
        var workflow = Workflow("wf");
        await Stores.Workflows.InsertAsync(workflow, Token);

        Assert.Equal(InsertWorkflowOutcome.NameTaken, await Stores.Workflows.InsertAsync(Workflow("wf"), Token));
        Assert.Equal(InsertWorkflowOutcome.IdTaken, await Stores.Workflows.InsertAsync(Workflow("other") with { Id = workflow.Id }, Token));
        Assert.Single(await Stores.Workflows.ListAsync(null, 1, 10, Token));
    }

    [Fact]
    public async Task Workflows_Listed_AreOldestFirst()
    {
        foreach (string name in new[] { "c", "a", "b" }) await Stores.Workflows.InsertAsync(Workflow(name), Token);

        Assert.Equal(["c", "a", "b"], (await Stores.Workflows.ListAsync(null, 1, 10, Token)).Select(w => w.Name));
        Assert.Equal(["a"], (await Stores.Workflows.ListAsync(null, 2, 1, Token)).Select(w => w.Name));
        Assert.Equal(["b"], (await Stores.Workflows.ListAsync("b", 0, 10, Token)).Select(w => w.Name));
    }

    private Task<PublishOutcome> PublishAsync(string version, string hash, CompatTableData? table) => Modules.PublishAsync(
        new ModuleVersionData("m", version, hash, Then, false, Sample.Json("manifest"), Sample.Json("surface")), Sample.Json("package " + hash), table, Token);

    private static CompatTableData Table(long revision) => new("m", revision, Sample.Json($"table {revision}"));

    [Fact]
    public async Task Workflow_Updated_PointsAtTheNewRevisionAndKeepsTheOld()
    {
        var first = Workflow("wf");
        await Stores.Workflows.InsertAsync(first, Token);
        var second = first with { Revision = Guid.NewGuid(), Name = "renamed", Document = Encoding.UTF8.GetBytes("{}") };

        var outcome = await Stores.Workflows.UpdateAsync(second, Token);
        var again = await Stores.Workflows.UpdateAsync(second, Token);

        Assert.Equal((UpdateWorkflowOutcome.Updated, UpdateWorkflowOutcome.Updated), (outcome, again));
        var found = (await Stores.Workflows.FindAsync(first.Id, Token))!;
        Assert.Equal((second.Revision, "renamed", "{}"), (found.Revision, found.Name, Encoding.UTF8.GetString(found.Document.Span)));
        Assert.Equal("wf", (await Stores.Workflows.FindRevisionAsync(first.Revision, Token))!.Name);
        Assert.Equal(["renamed"], (await Stores.Workflows.ListAsync(null, 1, 10, Token)).Select(w => w.Name));
        Assert.Equal(InsertWorkflowOutcome.Inserted, await Stores.Workflows.InsertAsync(Workflow("wf"), Token));
    }

    [Fact]
    public async Task Workflow_UpdateOfNoneOrToATakenName_IsRefused()
    {
        StoredWorkflow one = Workflow("one"), two = Workflow("two");
        await Stores.Workflows.InsertAsync(one, Token);
        await Stores.Workflows.InsertAsync(two, Token);

        Assert.Equal(UpdateWorkflowOutcome.NameTaken, await Stores.Workflows.UpdateAsync(one with { Revision = Guid.NewGuid(), Name = "two" }, Token));
        Assert.Equal(UpdateWorkflowOutcome.NotFound, await Stores.Workflows.UpdateAsync(Workflow("three"), Token));
        Assert.Equal(one.Revision, (await Stores.Workflows.FindAsync(one.Id, Token))!.Revision);
    }

    [Fact]
    public async Task Workflow_RenamedWhilePaused_StaysPausedAndLeavesANameThatNobodyElseHas()
    {
        StoredWorkflow workflow = Workflow("one"), renamed = workflow with { Revision = Guid.NewGuid(), Name = "two" };
        await Stores.Workflows.InsertAsync(workflow, Token);
        await Stores.Control.SetNamePausedAsync("one", true, Token);

        await Stores.Workflows.UpdateAsync(renamed, Token);
        var paused = await Stores.Control.PausedNamesAsync(Token);
        var former = await Stores.Workflows.FormerNamesAsync(workflow.Id, Token);
        await Stores.Workflows.InsertAsync(Workflow("one"), Token);
        await Stores.Control.SetNamePausedAsync("two", false, Token);
        await Stores.Workflows.UpdateAsync(renamed with { Revision = Guid.NewGuid(), Name = "three" }, Token);

        Assert.Equal(["one", "two"], paused);
        Assert.Equal(["one"], former);
        Assert.Equal(["two"], await Stores.Workflows.FormerNamesAsync(workflow.Id, Token));
        Assert.Equal(["one"], await Stores.Control.PausedNamesAsync(Token));
    }

    [Fact]
    public async Task Workflow_Deleted_LeavesItsRevisionsAndItsName()
    {
        var workflow = Workflow("wf");
        await Stores.Workflows.InsertAsync(workflow, Token);

        bool deleted = await Stores.Workflows.DeleteAsync(workflow.Id, Token), again = await Stores.Workflows.DeleteAsync(workflow.Id, Token);

        Assert.Equal((true, false), (deleted, again));
        Assert.Null(await Stores.Workflows.FindAsync(workflow.Id, Token));
        Assert.Equal("wf", (await Stores.Workflows.FindRevisionAsync(workflow.Revision, Token))!.Name);
        Assert.Equal(UpdateWorkflowOutcome.NotFound, await Stores.Workflows.UpdateAsync(workflow, Token));
        Assert.Equal(InsertWorkflowOutcome.Inserted, await Stores.Workflows.InsertAsync(workflow, Token));
    }

    private static StoredWorkflow Workflow(string name) =>
        new(Guid.NewGuid(), Guid.NewGuid(), name, Then, Sample.Json("document"), Sample.Json("check"));
}
