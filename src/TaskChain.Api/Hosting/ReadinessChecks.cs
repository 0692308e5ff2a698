using TaskChain.Api.Health;
using TaskChain.Engine;
using TaskChain.Sandbox;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>What must work for a node to take work.</summary>
internal static class ReadinessChecks
{
    /// <summary>The checks of a node's parts.</summary>
    public static IReadOnlyList<IReadinessCheck> Of(
        PostgresStorage storage, TaskChainEngine engine, bool runsJobs, SandboxPool sandbox, CompilerPool compiler) =>
    [
        new ReadinessCheck("database", async cancellationToken =>
        {
            await storage.PingAsync(cancellationToken);
            return new CheckResult(true, "It answers and its schema is this release's.");
        }),
        ReadinessCheck.Of("engine", () => Engine(engine.Status, runsJobs)),
        ReadinessCheck.Of("workers", () => Workers(sandbox.Health)),
        ReadinessCheck.Of("compiler", () => Compilers(compiler.Health)),
    ];

    private static CheckResult Engine(EngineStatus status, bool runsJobs) => new(
        status.CatalogueLoaded && (status.Runner is not null || !runsJobs),
        $"{status.RunningJobs} of {status.Slots} jobs under way; catalogue revision {status.CatalogueRevision}; " +
        $"runner {status.Runner?.ToString() ?? "none"}.");

    private static CheckResult Workers(SandboxHealth health) => new(
        health.Ready,
        $"{health.Workers} of at most {health.MaxWorkers} workers, {health.Busy} busy, {health.Starting} starting, {health.Waiting} runs in line." +
        Problem(health.Problem));

    private static CheckResult Compilers(CompilerHealth health) => new(
        health.Ready,
        $"{health.Compilers} compilers, {health.Busy} busy, {health.Starting} starting, {health.Waiting} bodies in line." + Problem(health.Problem));

    private static string Problem(string? problem) => problem is null ? "" : " " + problem;
}
