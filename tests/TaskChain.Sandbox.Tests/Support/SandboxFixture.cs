using Microsoft.Extensions.Logging.Abstractions;

namespace TaskChain.Sandbox.Tests.Support;

/// <summary>A pool of real workers that the tests of a class share.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxPool Pool { get; } = Create();

    public static SandboxPool Create(Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions();
        configure?.Invoke(options);
        return new SandboxPool(options, TimeProvider.System, NullLogger<SandboxPool>.Instance);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Pool.DisposeAsync();
}
