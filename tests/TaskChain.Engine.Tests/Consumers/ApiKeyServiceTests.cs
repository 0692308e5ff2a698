using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Contracts;
using TaskChain.Engine.Consumers;
using TaskChain.Engine.Ports;
using TaskChain.Testing;
using TaskChain.Testing.InMemory;

namespace TaskChain.Engine.Tests.Consumers;

public sealed class ApiKeyServiceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryApiKeyStore _store;
    private readonly ApiKeyService _here;
    private readonly ApiKeyService _there;

    public ApiKeyServiceTests()
    {
        _store = new InMemoryApiKeyStore(_time);
        _here = new ApiKeyService(_store, _time, NullLogger<ApiKeyService>.Instance);
        _there = new ApiKeyService(_store, _time, NullLogger<ApiKeyService>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _here.StartAsync(Token);
        await _there.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task Find_CreatedKey_IsKnownEverywhereAtOnce()
    {
        var created = await CreateAsync();

        var here = await InTimeAsync(_here.FindAsync(created.Text, Token));
        var there = await InTimeAsync(_there.FindAsync(created.Text, Token));

        Assert.Equal(("vmapi", KeyScopes.All), (here?.Consumer, here?.Scopes));
        Assert.Equal(here?.Id, there?.Id);
        Assert.True(_here.HasKeys && _there.HasKeys);
    }

    [Fact]
    public async Task Find_RevokedKey_IsRefusedHereAtOnceAndElsewhereAfterASecond()
    {
        await CreateAsync();
        var revoked = await CreateAsync();
        await InTimeAsync(_there.FindAsync(revoked.Text, Token));

        await InTimeAsync(new ValueTask<RevokeApiKeyOutcome>(_here.RevokeAsync(revoked.Key.Posted.Id, Token)));
        var here = await InTimeAsync(_here.FindAsync(revoked.Text, Token));
        _time.Advance(TimeSpan.FromSeconds(1.001));
        var there = await InTimeAsync(_there.FindAsync(revoked.Text, Token));

        Assert.Null(here);
        Assert.Null(there);
    }

    [Fact]
    public async Task Find_FloodOfUnknownKeys_LooksAtTheStoreAtMostTenTimesASecond()
    {
        await CreateAsync();
        var before = _store.Loads;
        var started = _time.GetUtcNow();

        for (var round = 0; round < 20; round++)
        {
            var found = await InTimeAsync(new ValueTask<ApiKey?[]>(Task.WhenAll(
                Enumerable.Range(0, 100).Select(_ => _here.FindAsync(ApiKeyText.Make(Guid.NewGuid()), Token).AsTask()))));
            Assert.All(found, Assert.Null);
        }

        var seconds = (_time.GetUtcNow() - started).TotalSeconds;
        Assert.InRange(_store.Loads - before, 1, 2 * (seconds * 10 + 2)); // the other service polls the same store
    }

    [Theory]
    [InlineData("")]
    [InlineData("tc_")]
    [InlineData("tc_0192f0c1d2e37f4a8b5c6d7e8f901234")]
    [InlineData("xx_0192f0c1d2e37f4a8b5c6d7e8f901234_0123456789012345678901234567890123456789012")]
    [InlineData("tc_0192f0c1d2e37f4a8b5c6d7e8f90123g_0123456789012345678901234567890123456789012")]
    [InlineData("tc_0192f0c1d2e37f4a8b5c6d7e8f901234_012345678901234567890123456789012345678901-")]
    [InlineData("tc_0192f0c1d2e37f4a8b5c6d7e8f901234_01234567890123456789012345678901234567890123")]
    public async Task Find_NoKeyText_AsksNobody(string text)
    {
        await CreateAsync();
        var before = _store.Loads;

        Assert.Null(await _here.FindAsync(text, Token));
        Assert.Equal(before, _store.Loads);
    }

    [Fact]
    public async Task Find_RightIdAndWrongSecret_IsRefused()
    {
        var created = await CreateAsync();
        var last = created.Text[^1] == 'a' ? 'b' : 'a';

        Assert.Null(await InTimeAsync(_here.FindAsync(created.Text[..^1] + last, Token)));
    }

    [Fact]
    public async Task Create_SecondNode_UsesTheLimitsOfTheNewestRequest()
    {
        var created = await CreateAsync("""{"consumer":"vmapi","scopes":["maintain"],"limits":{"jobs_per_second":2.5,"burst":9}}""");
        await CreateAsync("""{"consumer":"vmapi","scopes":["read"],"limits":{"max_live_jobs":7}}""");
        _time.Advance(TimeSpan.FromSeconds(2));

        var found = await InTimeAsync(_there.FindAsync(created.Text, Token));

        Assert.Equal(new ConsumerLimits(MaxLiveJobs: 7), found?.Limits);
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("{}", "/consumer")]
    [InlineData("""{"consumer":""}""", "/consumer")]
    [InlineData("""{"consumer":"a b"}""", "/consumer")]
    [InlineData("""{"consumer":"local"}""", "/consumer")]
    [InlineData("""{"consumer":"a\n"}""", "/consumer")]
    [InlineData("""{"consumer":"a","scopes":[]}""", "/scopes")]
    [InlineData("""{"consumer":"a","scopes":"read"}""", "/scopes")]
    [InlineData("""{"consumer":"a","scopes":["read","wrte"]}""", "/scopes/1")]
    [InlineData("""{"consumer":"a","scope":["read"]}""", "/scope")]
    [InlineData("""{"consumer":"a","limits":5}""", "/limits")]
    [InlineData("""{"consumer":"a","limits":{"max_live_job":5}}""", "/limits/max_live_job")]
    [InlineData("""{"consumer":"a","limits":{"jobs_per_second":0}}""", "/limits/jobs_per_second")]
    [InlineData("""{"consumer":"a","limits":{"burst":5}}""", "/limits/burst")]
    [InlineData("""{"consumer":"a","scopes":["read"]}""", "/scopes")] // the first key without maintain
    public async Task Create_WrongRequest_SaysWhere(string body, string pointer)
    {
        var outcome = await _here.CreateAsync(RawJson.Parse(body), Token);

        Assert.Contains(Assert.IsType<ApiKeyCreation.Invalid>(outcome).Problems, problem => problem.Pointer == pointer);
        Assert.False(_here.HasKeys);
    }

    [Fact]
    public async Task Dispose_AfterAUse_HasWrittenIt()
    {
        var created = await CreateAsync();
        await InTimeAsync(_here.FindAsync(created.Text, Token));

        await _here.DisposeAsync();

        Assert.Equal(_time.GetUtcNow(), (await _there.ListAsync(Token)).Keys.Single().LastUsedAt);
    }

    [Fact]
    public async Task EnsureFirst_OnTwoNodes_WritesOneKeyThatOnlyItsOwnerReads()
    {
        using var folder = new TemporaryFolder();
        var (one, two) = (Path.Combine(folder.Path, "one"), Path.Combine(folder.Path, "two"));

        var made = await InTimeAsync(new ValueTask<bool[]>(Task.WhenAll(_here.EnsureFirstAsync(one, Token), _there.EnsureFirstAsync(two, Token))));

        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Single(made, true);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var key = await InTimeAsync(_here.FindAsync((await File.ReadAllTextAsync(file, Token)).Trim(), Token));
        Assert.Equal(KeyScopes.All, key?.Scopes);
    }

    [Fact]
    public async Task Hash_IsAllThatIsKept()
    {
        var created = await CreateAsync();

        var stored = Assert.Single((await _here.ListAsync(Token)).Keys).Posted;

        Assert.Equal(32, stored.Hash.Length);
        Assert.DoesNotContain(Encoding.ASCII.GetString(stored.Hash.Span), created.Text, StringComparison.Ordinal);
        Assert.Equal(79, created.Text.Length);
    }

    private async Task<ApiKeyCreation.Created> CreateAsync(string body = """{"consumer":"vmapi","scopes":["submit","read","operate","maintain"]}""") =>
        Assert.IsType<ApiKeyCreation.Created>(
            await InTimeAsync(new ValueTask<ApiKeyCreation>(_here.CreateAsync(RawJson.Parse(body), Token))));

    /// <summary>Lets the clock go on until something is done.</summary>
    private async Task<T> InTimeAsync<T>(ValueTask<T> waiting)
    {
        var task = waiting.AsTask();
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(task, Task.Run(() => { }, Token));
        }

        return await task;
    }
}
