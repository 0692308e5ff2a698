using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Tests.Compilers;

/// <summary>A failure of the compiler is no fault of the body: it must not look like a diagnostic, which callers keep.</summary>
public sealed class CompilerFailureTests
{
    [Fact]
    public async Task CompileAsync_ModuleFileIsGone_ThrowsAndTheCompilerGoesOn()
    {
        await using var pool = new CompilerPool(new SandboxOptions { Compilers = 1 }, TimeProvider.System, NullLogger<CompilerPool>.Instance);
        var module = new CompileModule("gone", "gone", null, "1.0.0", [], [new KnownModuleVersion("1.0.0", "hash", "/nowhere/Gone.dll", "Gone.Entry")]);
        var cancellation = TestContext.Current.CancellationToken;

        var thrown = await Assert.ThrowsAsync<CompilerUnavailableException>(
            () => pool.CompileAsync(new CompileRequest { Body = "return 1;", Modules = [module] }, cancellation));

        Assert.Contains("/nowhere", thrown.Message, StringComparison.Ordinal);
        Assert.NotNull((await pool.CompileAsync(new CompileRequest { Body = "return 1;", Modules = [] }, cancellation)).Assembly);
    }

    [Fact]
    public async Task CompileAsync_NestingThatOverflowsTheParser_IsRefusedByALivingCompiler()
    {
        await using var pool = new CompilerPool(new SandboxOptions { Compilers = 1 }, TimeProvider.System, NullLogger<CompilerPool>.Instance);

        var result = await pool.CompileAsync(
            new CompileRequest { Body = new string('(', 30_000) + "1" + new string(')', 30_000) + ";", Modules = [] }, TestContext.Current.CancellationToken);

        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("script_too_complex", 1, 201), (diagnostic.Code, diagnostic.Line, diagnostic.Column));
    }
}
