using TaskChain.Engine.Ports;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

public abstract class ApiKeyConformance(StoreHarness stores) : Conformance(stores)
{
    private IApiKeyStore Keys => Stores.ApiKeys;

    [Fact]
    public async Task Add_Key_IsReadBackWithTheConsumersLimits()
    {
        var limits = new ConsumerLimits(2.5, 7, 100, 2048);
        var key = New("vmapi", KeyScopes.All);

        var outcome = await Keys.AddAsync(key, limits, onlyFirst: false, Token);

        var data = await LoadAsync();
        var stored = Assert.Single(data.Keys);
        Assert.Equal(AddApiKeyOutcome.Added, outcome);
        Assert.Equal((key.Id, "vmapi", KeyScopes.All), (stored.Posted.Id, stored.Posted.Consumer, stored.Posted.Scopes));
        Assert.Equal(key.Hash.ToArray(), stored.Posted.Hash.ToArray());
        Assert.Equal((null, null), (stored.RevokedAt, stored.LastUsedAt));
        Assert.Equal(limits, data.Limits["vmapi"]);
    }

    [Fact]
    public async Task Add_FurtherKeys_KeepTheLimitsUnlessTheyBringOthers()
    {
        await Keys.AddAsync(New("a", KeyScopes.All), new ConsumerLimits(JobsPerSecond: 5), onlyFirst: false, Token);
        await Keys.AddAsync(New("a", KeyScopes.Read), null, onlyFirst: false, Token);
        var kept = (await LoadAsync()).Limits["a"];
        await Keys.AddAsync(New("a", KeyScopes.Read), new ConsumerLimits(MaxLiveJobs: 0), onlyFirst: false, Token);
        var replaced = (await LoadAsync()).Limits["a"];
        await Keys.AddAsync(New("a", KeyScopes.Read), ConsumerLimits.None, onlyFirst: false, Token);

        var data = await LoadAsync();
        Assert.Equal(new ConsumerLimits(JobsPerSecond: 5), kept);
        Assert.Equal(new ConsumerLimits(MaxLiveJobs: 0), replaced);
        Assert.Empty(data.Limits);
        Assert.Equal(4, data.Keys.Count);
    }

    [Fact]
    public async Task Add_FirstWithoutMaintain_IsRefused()
    {
        var outcome = await Keys.AddAsync(New("a", KeyScopes.Submit | KeyScopes.Read | KeyScopes.Operate), null, onlyFirst: false, Token);

        Assert.Equal(AddApiKeyOutcome.FirstNeedsMaintain, outcome);
        Assert.Empty((await LoadAsync()).Keys);
    }

    [Fact]
    public async Task Add_OnlyFirstFromManyNodes_StoresOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Keys.AddAsync(New("first", KeyScopes.All), null, onlyFirst: true, Token)));

        Assert.Single(outcomes, AddApiKeyOutcome.Added);
        Assert.Equal(5, outcomes.Count(outcome => outcome == AddApiKeyOutcome.NotFirst));
        Assert.Single((await LoadAsync()).Keys);
    }

    [Fact]
    public async Task Load_KnownRevision_IsNull()
    {
        await Keys.AddAsync(New("a", KeyScopes.All), null, onlyFirst: false, Token);
        var data = await LoadAsync();

        Assert.Null(await Keys.LoadAsync(data.Revision, Token));
    }

    [Fact]
    public async Task Revoke_Key_IsMarkedOnceAndRaisesTheRevision()
    {
        var (keeper, other) = (New("a", KeyScopes.All), New("b", KeyScopes.Read));
        await Keys.AddAsync(keeper, null, onlyFirst: false, Token);
        await Keys.AddAsync(other, null, onlyFirst: false, Token);
        var before = (await LoadAsync()).Revision;

        var first = await Keys.RevokeAsync(other.Id, Token);
        var revoked = await LoadAsync();
        var second = await Keys.RevokeAsync(other.Id, Token);

        Assert.Equal((RevokeApiKeyOutcome.Revoked, RevokeApiKeyOutcome.Revoked), (first, second));
        Assert.True(revoked.Revision > before);
        Assert.Null(await Keys.LoadAsync(revoked.Revision, Token));
        Assert.NotNull(revoked.Keys.Single(key => key.Posted.Id == other.Id).RevokedAt);
        Assert.Null(revoked.Keys.Single(key => key.Posted.Id == keeper.Id).RevokedAt);
        Assert.Equal(RevokeApiKeyOutcome.NotFound, await Keys.RevokeAsync(Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task Revoke_LastMaintainerFromTwoSidesAtOnce_KeepsOne()
    {
        var (one, two) = (New("a", KeyScopes.All), New("b", KeyScopes.Maintain));
        await Keys.AddAsync(one, null, onlyFirst: false, Token);
        await Keys.AddAsync(two, null, onlyFirst: false, Token);

        var outcomes = await Task.WhenAll(Keys.RevokeAsync(one.Id, Token), Keys.RevokeAsync(two.Id, Token));

        Assert.Equal([RevokeApiKeyOutcome.Revoked, RevokeApiKeyOutcome.LastMaintainer], outcomes.Order());
        Assert.Single((await LoadAsync()).Keys, key => key.RevokedAt is null);
    }

    [Fact]
    public async Task Touch_KeepsTheLatestUseAndTheRevision()
    {
        var (used, unused) = (New("a", KeyScopes.All), New("a", KeyScopes.Read));
        await Keys.AddAsync(used, null, onlyFirst: false, Token);
        await Keys.AddAsync(unused, null, onlyFirst: false, Token);
        var before = (await LoadAsync()).Revision;
        var at = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

        await Keys.TouchAsync([new ApiKeyUse(used.Id, at), new ApiKeyUse(Guid.NewGuid(), at)], Token);
        await Keys.TouchAsync([new ApiKeyUse(used.Id, at.AddMinutes(-1))], Token);

        var data = await LoadAsync();
        Assert.Equal(before, data.Revision);
        Assert.Equal(at, data.Keys.Single(key => key.Posted.Id == used.Id).LastUsedAt);
        Assert.Null(data.Keys.Single(key => key.Posted.Id == unused.Id).LastUsedAt);
    }

    private static NewApiKey New(string consumer, KeyScopes scopes)
    {
        var id = Guid.CreateVersion7();
        return new NewApiKey(id, consumer, scopes, Sample.Json($"hash of {id}"));
    }

    private async Task<ApiKeyData> LoadAsync() => (await Keys.LoadAsync(-1, Token))!; // no store is at revision -1
}
