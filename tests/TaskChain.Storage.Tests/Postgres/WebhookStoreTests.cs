using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

public sealed class WebhookStoreTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly RunnerId _runner = Sample.NewRunner();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IWebhookStore Webhooks => database.Storage.Webhooks;

    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Add_Webhook_IsReadBack()
    {
        var webhook = New() with { Consumer = "vmapi", Statuses = [JobStatus.Failed, JobStatus.Retried], WorkflowId = Guid.NewGuid(), WorkflowName = "w" };

        Assert.False(await Webhooks.AnyAsync(Token));
        Assert.True(await Webhooks.AddAsync(webhook, 10, Token));

        var stored = Assert.Single(await Webhooks.ListAsync(Token));
        Assert.True(await Webhooks.AnyAsync(Token));
        Assert.Equal(webhook.Secret.ToArray(), stored.Posted.Secret.ToArray());
        Assert.Equal(webhook.Statuses, stored.Posted.Statuses);
        Assert.Equal(webhook, stored.Posted with { Secret = webhook.Secret, Statuses = webhook.Statuses });
        Assert.Equal(stored.CreatedAt, (await Webhooks.FindAsync(webhook.Id, Token))?.CreatedAt);
        Assert.Null(await Webhooks.FindAsync(Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task Add_MoreThanTheConsumerMayHave_IsRefused()
    {
        for (var i = 0; i < 3; i++) Assert.True(await Webhooks.AddAsync(New() with { Consumer = "a" }, 3, Token));

        Assert.False(await Webhooks.AddAsync(New() with { Consumer = "a" }, 3, Token));
        Assert.True(await Webhooks.AddAsync(New() with { Consumer = "b" }, 3, Token));
        Assert.True(await Webhooks.AddAsync(New(), 3, Token));
    }

    [Theory]
    [InlineData(JobStatus.Succeeded)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Canceled)]
    [InlineData(JobStatus.Retried)]
    public async Task End_OfAJob_StoresOneDeliveryForEachWebhookThatWantsIt(JobStatus status)
    {
        var other = status == JobStatus.Failed ? JobStatus.Succeeded : JobStatus.Failed;
        NewWebhook[] wanted = [New(), New() with { Statuses = [other, status] }, New() with { WorkflowName = "wf" }, New() with { WorkflowId = Sample.Workflow.Id }];
        NewWebhook[] unwanted = [New() with { Statuses = [other] }, New() with { WorkflowName = "x" }, New() with { WorkflowId = Guid.NewGuid() }, New() with { Consumer = "b" }];
        foreach (var webhook in wanted.Concat(unwanted)) await Webhooks.AddAsync(webhook, 10, Token);
        var job = await database.Storage.Jobs.InsertClaimedAsync(_runner);

        await EndAsync(job, status);

        foreach (var webhook in wanted)
        {
            var delivery = Assert.Single(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
            Assert.Equal((job.Id, status, DeliveryState.Pending, 0), (delivery.Job, delivery.Status, delivery.State, delivery.Attempts));
        }

        foreach (var webhook in unwanted) Assert.Empty(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
    }

    [Fact]
    public async Task End_OfAConsumersJob_IsToldToItsOwnWebhooksAndToThoseOfNobody()
    {
        var (own, others, nobodys) = (New() with { Consumer = "a" }, New() with { Consumer = "b" }, New());
        foreach (var webhook in (NewWebhook[])[own, others, nobodys]) await Webhooks.AddAsync(webhook, 10, Token);
        var job = Sample.New(owner: _runner) with { Consumer = "a" };
        await database.Storage.Jobs.InsertAsync(job, Token);

        await EndAsync(job, JobStatus.Succeeded);

        Assert.Single(await Webhooks.ListDeliveriesAsync(own.Id, 10, Token));
        Assert.Single(await Webhooks.ListDeliveriesAsync(nobodys.Id, 10, Token));
        Assert.Empty(await Webhooks.ListDeliveriesAsync(others.Id, 10, Token));
    }

    [Fact]
    public async Task End_ToldAgainAfterALostAnswer_StaysOneDelivery()
    {
        var webhook = await AddAsync();
        var job = await database.Storage.Jobs.InsertClaimedAsync(_runner);

        Assert.Equal(AppendOutcome.Appended, await EndAsync(job, JobStatus.Succeeded));
        Assert.Equal(AppendOutcome.Appended, await EndAsync(job, JobStatus.Succeeded));

        Assert.Single(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
    }

    [Fact]
    public async Task Prune_JobWhoseEndIsStillToBeTold_StaysUntilItIs()
    {
        var job = await database.Storage.Jobs.InsertClaimedAsync(_runner);
        await EndAsync(job, JobStatus.Succeeded);
        var webhook = await AddAsync();
        var told = await database.Storage.Jobs.InsertClaimedAsync(_runner);
        await EndAsync(told, JobStatus.Succeeded);

        Assert.Equal(1, await database.Storage.Control.PruneAsync(null, 0, 10, Token));
        Assert.Equal(0, await database.Storage.Control.PruneAsync(TimeSpan.Zero, null, 10, Token));
        Assert.NotNull(await database.Storage.Jobs.FindAsync(told.Id, Token));
        await Webhooks.DisableAsync(webhook.Id, "enough", Token);
        Assert.Equal(1, await database.Storage.Control.PruneAsync(null, 0, 10, Token));
    }

    [Fact]
    public async Task End_RefusedOrNoEnd_StoresNothing()
    {
        var webhook = await AddAsync();
        var job = await database.Storage.Jobs.InsertClaimedAsync(_runner);

        var stale = await database.Storage.Jobs.AppendAsync(
            Sample.Append(job, 2, epoch: 7, move: new JobMove(JobStatus.Succeeded)) with { Announces = true }, Token);
        var waits = await database.Storage.Jobs.AppendAsync(Sample.Append(job, 2, move: new JobMove(JobStatus.Waiting)) with { Announces = true }, Token);

        Assert.Equal((AppendOutcome.Stale, AppendOutcome.Appended), (stale, waits));
        Assert.Empty(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
    }

    [Fact]
    public async Task Claim_DueDeliveries_GivesEachOnceUntilItsLeaseIsOver()
    {
        var webhook = await AddAsync();
        for (var i = 0; i < 6; i++) await Webhooks.AddTestAsync(Guid.NewGuid(), webhook.Id, Token);

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Webhooks.ClaimAsync(10, 10, [], Lease, Token)));
        var again = await Webhooks.ClaimAsync(10, 10, [], Lease, Token);
        await database.ExecuteAsync("update webhook_deliveries set due_at = due_at - $1", Lease);
        var later = await Webhooks.ClaimAsync(10, 10, [], Lease, Token);

        var claimed = claims.SelectMany(claim => claim).ToList();
        Assert.Equal(6, claimed.Select(delivery => delivery.Id).Distinct().Count());
        Assert.Equal(6, claimed.Count);
        Assert.All(claimed, delivery => Assert.Equal((webhook.Url, 1, null), (delivery.Url, delivery.Attempt, delivery.Job)));
        Assert.Empty(again);
        Assert.Equal(6, later.Count);
        Assert.All(later, delivery => Assert.Equal(2, delivery.Attempt));
    }

    [Fact]
    public async Task Claim_ManyWebhooks_NoneTakesTheOthersPlace()
    {
        var (crowded, quiet, busy) = (await AddAsync(), await AddAsync(), await AddAsync());
        for (var i = 0; i < 50; i++) await Webhooks.AddTestAsync(Guid.NewGuid(), crowded.Id, Token);
        await Webhooks.AddTestAsync(Guid.NewGuid(), quiet.Id, Token);
        await Webhooks.AddTestAsync(Guid.NewGuid(), busy.Id, Token);

        var claimed = await Webhooks.ClaimAsync(32, 4, [busy.Id], Lease, Token);

        Assert.Equal(4, claimed.Count(delivery => delivery.Webhook == crowded.Id));
        Assert.Equal(1, claimed.Count(delivery => delivery.Webhook == quiet.Id));
        Assert.Equal(5, claimed.Count);
    }

    [Fact]
    public async Task Complete_Attempt_EndsItOrMakesItDueLater()
    {
        var webhook = await AddAsync();
        await Webhooks.AddTestAsync(Guid.NewGuid(), webhook.Id, Token);
        var first = Assert.Single(await Webhooks.ClaimAsync(10, 10, [], Lease, Token));
        await Webhooks.CompleteAsync(new DeliveryAttempt(first.Id, 1, DeliveryState.Pending, TimeSpan.Zero, 500, "The receiver answered 500."), Token);
        var failed = Assert.Single(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
        var second = Assert.Single(await Webhooks.ClaimAsync(10, 10, [], Lease, Token));

        await Webhooks.CompleteAsync(new DeliveryAttempt(first.Id, 1, DeliveryState.Dead, TimeSpan.Zero, null, "an old attempt"), Token);
        await Webhooks.CompleteAsync(new DeliveryAttempt(second.Id, 2, DeliveryState.Delivered, TimeSpan.Zero, 204, null), Token);

        var ended = Assert.Single(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
        Assert.Equal((DeliveryState.Pending, 500, "The receiver answered 500."), (failed.State, failed.LastStatus, failed.LastError));
        Assert.Equal((DeliveryState.Delivered, 2, 204, null, null), (ended.State, ended.Attempts, ended.LastStatus, ended.LastError, ended.DueAt));
        Assert.Empty(await Webhooks.ClaimAsync(10, 10, [], Lease, Token));
    }

    [Fact]
    public async Task Disable_Webhook_GivesUpWhatIsOpenAndTakesNothingMore()
    {
        var webhook = await AddAsync();
        await Webhooks.AddTestAsync(Guid.NewGuid(), webhook.Id, Token);

        await Webhooks.DisableAsync(webhook.Id, "gone", Token);
        await Webhooks.DisableAsync(webhook.Id, "again", Token);

        Assert.Equal("gone", (await Webhooks.FindAsync(webhook.Id, Token))?.DisabledReason);
        Assert.Equal(DeliveryState.Dead, Assert.Single(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token)).State);
        Assert.False(await Webhooks.AddTestAsync(Guid.NewGuid(), webhook.Id, Token));
        Assert.False(await Webhooks.AnyAsync(Token));
        Assert.Empty(await Webhooks.ClaimAsync(10, 10, [], Lease, Token));
    }

    [Fact]
    public async Task Delete_Webhook_RemovesItWithItsDeliveries()
    {
        var webhook = await AddAsync();
        await Webhooks.AddTestAsync(Guid.NewGuid(), webhook.Id, Token);

        Assert.True(await Webhooks.DeleteAsync(webhook.Id, Token));

        Assert.False(await Webhooks.DeleteAsync(webhook.Id, Token));
        Assert.Empty(await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token));
    }

    [Fact]
    public async Task Prune_OldDeliveries_LeavesOpenAndYoungOnes()
    {
        var webhook = await AddAsync();
        foreach (var i in Enumerable.Range(0, 4)) await Webhooks.AddTestAsync(new Guid(i, 0, 0, new byte[8]), webhook.Id, Token);
        await database.ExecuteAsync("update webhook_deliveries set state = 'delivered', due_at = null where id <> $1", new Guid(0, 0, 0, new byte[8]));
        await database.ExecuteAsync("update webhook_deliveries set created_at = now() - interval '8 days' where id <> $1", new Guid(1, 0, 0, new byte[8]));
        await database.ExecuteAsync(
            "insert into webhook_deliveries (webhook_id, due_at) values ($1, now() - interval '8 days')", Guid.NewGuid()); // of a webhook that is gone

        Assert.Equal(2, await Webhooks.PruneAsync(TimeSpan.FromDays(7), 2, Token));
        Assert.Equal(1, await Webhooks.PruneAsync(TimeSpan.FromDays(7), 2, Token));
        Assert.Equal(0, await Webhooks.PruneAsync(TimeSpan.FromDays(7), 2, Token));

        Assert.Equal(2, (await Webhooks.ListDeliveriesAsync(webhook.Id, 10, Token)).Count);
    }

    private static NewWebhook New() => new() { Id = Guid.CreateVersion7(), Url = "https://hooks.example.com/x", Secret = Guid.NewGuid().ToByteArray() };

    private async Task<NewWebhook> AddAsync()
    {
        var webhook = New();
        Assert.True(await Webhooks.AddAsync(webhook, 10, Token));
        return webhook;
    }

    private async Task<AppendOutcome> EndAsync(NewJob job, JobStatus status) =>
        await database.Storage.Jobs.AppendAsync(Sample.Append(job, 2, move: new JobMove(status)) with { Announces = true }, Token);
}
