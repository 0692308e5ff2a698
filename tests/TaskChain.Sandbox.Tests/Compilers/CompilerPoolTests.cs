using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Compilers;

public sealed class CompilerPoolTests
{
    [Fact]
    public async Task CompileAsync_GoodBody_GivesAnAssembly()
    {
        await using var pool = Create();

        var result = await CompileAsync(pool, "return 1 + 1;");

        Assert.Empty(result.Diagnostics);
        Assert.NotNull(result.Assembly);
        Assert.Equal(64, result.Hash!.Length);
        Assert.True(pool.Health.Ready);
    }

    [Fact]
    public async Task CompileAsync_BodyOverTheLimit_IsRefusedWithoutACompiler()
    {
        await using var pool = Create(options => options.CompilerPath = "/nowhere");

        var result = await CompileAsync(pool, new string(' ', (64 << 10) + 1));

        Assert.Equal("script_too_complex", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public async Task CompileAsync_CompileBomb_IsRefusedAtTheLimitAndTheNextBodyHasACompilerBeforeThat()
    {
        await using var pool = Create();
        await CompileAsync(pool, "return 1;");

        var bomb = CompileAsync(pool, NestedInterpolation(60));
        var next = CompileAsync(pool, "return 2;");
        await Until.TrueAsync(() => pool.Health is { } health && health.Compilers + health.Starting == 2, "No compiler stands in for the one that is stuck.");

        Assert.False(bomb.IsCompleted);
        Assert.NotNull((await next).Assembly);
        var result = await bomb;
        Assert.Equal("script_too_complex", Assert.Single(result.Diagnostics).Code);
        Assert.Contains("within 10 s", result.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompileAsync_AfterEnoughCompiles_GoesOnInANewProcess()
    {
        await using var pool = Create(options => options.RecycleAfterCompiles = 2);

        for (var i = 0; i < 6; i++) Assert.NotNull((await CompileAsync(pool, $"return {i};")).Assembly);

        Assert.True(pool.Health.Ready);
    }

    [Fact]
    public async Task CompileAsync_ProgramCannotBeStarted_Throws()
    {
        await using var pool = Create(options => options.CompilerPath = "/nowhere");

        var thrown = await Assert.ThrowsAsync<CompilerUnavailableException>(() => CompileAsync(pool, "return 1;"));

        Assert.Contains("/nowhere", thrown.Message, StringComparison.Ordinal);
        Assert.False(pool.Health.Ready);
        Assert.NotNull(pool.Health.Problem);
    }

    [Fact]
    public async Task CompileAsync_CallerCancels_ThrowsAndThePoolGoesOn()
    {
        await using var pool = Create();
        using var caller = new CancellationTokenSource();

        var cancelled = pool.CompileAsync(new CompileRequest { Body = "return 1;", Modules = [] }, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.NotNull((await CompileAsync(pool, "return 2;")).Assembly);
    }

    private static string NestedInterpolation(int depth) =>
        $"return {string.Concat(Enumerable.Repeat("$\"{", depth))}1{string.Concat(Enumerable.Repeat("}\"", depth))};";

    private static Task<CompileResult> CompileAsync(CompilerPool pool, string body) =>
        pool.CompileAsync(new CompileRequest { Body = body, Modules = [] }, TestContext.Current.CancellationToken);

    private static CompilerPool Create(Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions { Compilers = 1 };
        configure?.Invoke(options);
        return new CompilerPool(options, TimeProvider.System, NullLogger<CompilerPool>.Instance);
    }
}
