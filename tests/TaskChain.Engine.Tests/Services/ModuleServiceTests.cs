using System.Text;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;

namespace TaskChain.Engine.Tests.Services;

public sealed class ModuleServiceTests : IAsyncLifetime
{
    private readonly EngineBox _box = new();

    private ModuleService Modules => _box.Engine.Modules;

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Publish_NewVersion_IsInTheCatalogueAndInTheTable()
    {
        Assert.IsType<ModulePublication.Published>(await PublishAsync("1.0.0"));
        Assert.IsType<ModulePublication.Published>(await PublishAsync("abcdef1"));

        var module = Modules.FindModule("m");
        Assert.Equal(["1.0.0", "abcdef1"], module?.Versions.Select(version => version.Version));
        Assert.Equal(("abcdef1", 2), (module?.Current, module?.TableRevision));
        Assert.Contains("M:Fake.Entry.Go", Modules.FindVersion("m", "1.0.0")?.Surface.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abcdef12", "abcdef12")]
    [InlineData("abcdef1", "abcdef12")]
    [InlineData("ABCDEF1", "abcdef12")]
    [InlineData("1.0.0+linux", "1.0.0")]
    [InlineData("abcdef", null)]
    [InlineData("1.0.1", null)]
    public async Task FindVersion_ByWhatMeansIt_IsFound(string asked, string? found)
    {
        await PublishAsync("1.0.0");
        await PublishAsync("abcdef12");

        Assert.Equal(found, Modules.FindVersion("m", asked)?.Summary.Version);
    }

    [Fact]
    public async Task Publish_SameBytesAgain_ChangesNothing()
    {
        await PublishAsync("1.0.0");

        Assert.IsType<ModulePublication.Unchanged>(await PublishAsync("1.0.0"));
    }

    [Fact]
    public async Task Publish_OtherContent_IsAConflict()
    {
        await PublishAsync("1.0.0");

        var conflict = Assert.IsType<ModulePublication.Conflict>(await PublishAsync("1.0.0", "Other"));

        Assert.Equal(ProblemCodes.ModuleVersionConflict, conflict.Problem.Code);
    }

    [Theory]
    [InlineData("other", "1.0.0")]
    [InlineData("m", "1.0.1")]
    public async Task Publish_UnderAnotherNameOrVersion_IsInvalid(string module, string version)
    {
        var result = await Modules.PublishAsync(module, version, PackageMaker.Make("m", "1.0.0", ["Go"]), TestContext.Current.CancellationToken);

        Assert.Single(Assert.IsType<ModulePublication.Invalid>(result).Problems);
    }

    [Fact]
    public async Task Publish_NoPackage_IsInvalid()
    {
        var result = await Modules.PublishAsync("m", "1.0.0", "no zip"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(ProblemCodes.ModulePackageInvalid, Assert.IsType<ModulePublication.Invalid>(result).Problems[0].Code);
    }

    [Fact]
    public async Task Retire_ThenPublishAgain_InstallsItAgain()
    {
        await PublishAsync("1.0.0");

        Assert.IsType<ModuleRetirement.Retired>(await Modules.RetireAsync("m", "1.0.0", false, TestContext.Current.CancellationToken));
        Assert.IsType<ModuleRetirement.NotFound>(await Modules.RetireAsync("m", "1.0.0", false, TestContext.Current.CancellationToken));
        Assert.True(Modules.FindModule("m")?.Versions[0].Retired);
        Assert.IsType<ModulePublication.Unchanged>(await PublishAsync("1.0.0"));
        Assert.True(Modules.FindModule("m")?.Versions[0].Installed);
    }

    [Fact]
    public async Task SetCurrent_OfAnInstalledVersion_MovesThePointer()
    {
        await PublishAsync("1.0.0");
        await PublishAsync("1.1.0");

        Assert.True(await Modules.SetCurrentAsync("m", "1.0.0", TestContext.Current.CancellationToken));
        Assert.False(await Modules.SetCurrentAsync("m", "9.0.0", TestContext.Current.CancellationToken));
        Assert.False(await Modules.SetCurrentAsync("m", "nonsense", TestContext.Current.CancellationToken));

        Assert.Equal("1.0.0", Modules.FindModule("m")?.Current);
    }

    [Fact]
    public async Task SaveTable_ThatInsertsAnEntry_NeedsARewriteReason()
    {
        await PublishAsync("1.0.0");
        await PublishAsync("1.1.0");
        var inserted = Table("1.0.0", "1.0.5", "1.1.0");

        var refused = await Modules.SaveTableAsync("m", inserted, 2, null, TestContext.Current.CancellationToken);
        var saved = await Modules.SaveTableAsync("m", inserted, 2, "forgotten", TestContext.Current.CancellationToken);

        Assert.Equal(ProblemCodes.CompatTableInvalid, Assert.Single(Assert.IsType<CompatTableSaving.Refused>(refused).Problems).Code);
        Assert.Equal(3, Assert.IsType<CompatTableSaving.Saved>(saved).Table.Revision);
        Assert.Equal(["1.0.0", "1.0.5", "1.1.0"], Modules.FindModule("m")?.Versions.Select(version => version.Version));
    }

    [Fact]
    public async Task SaveTable_AtAnOldRevision_SaysTheCurrentOne()
    {
        await PublishAsync("1.0.0");

        var changed = await Modules.SaveTableAsync("m", Table("1.0.0", "2.0.0"), 0, null, TestContext.Current.CancellationToken);

        Assert.Equal(1, Assert.IsType<CompatTableSaving.Changed>(changed).CurrentRevision);
    }

    [Fact]
    public async Task SaveTable_WithoutAnInstalledVersion_IsRefused()
    {
        await PublishAsync("1.0.0");

        var refused = await Modules.SaveTableAsync("m", Table("2.0.0"), 1, "clean up", TestContext.Current.CancellationToken);

        Assert.Contains("1.0.0", Assert.IsType<CompatTableSaving.Refused>(refused).Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveTable_BeforeAnythingIsPublished_RemembersThePast()
    {
        Assert.IsType<CompatTableSaving.Saved>(await Modules.SaveTableAsync("m", Table("1.0.0"), 0, null, TestContext.Current.CancellationToken));

        var module = Modules.FindModule("m");
        Assert.Null(module?.Current);
        Assert.False(Assert.Single(module!.Versions).Installed);
    }

    [Fact]
    public async Task Publish_OnAnotherNode_IsSeenAfterThePoll()
    {
        var other = _box.Create();
        await other.StartAsync(TestContext.Current.CancellationToken);

        await PublishAsync("1.0.0");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (other.Modules.FindModule("m") is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            _box.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private Task<ModulePublication> PublishAsync(string version, string method = "Go") =>
        Modules.PublishAsync("m", version, PackageMaker.Make("m", version, [method]), TestContext.Current.CancellationToken);

    private static RawJson Table(params string[] versions) => new(Encoding.UTF8.GetBytes(
        $$"""{"module":"m","history":[{{string.Join(",", versions.Select(version => $$"""{"ver":"{{version}}","breaks_bc":false}"""))}}]}"""));
}
