using System.Security.Cryptography;
using System.Text;
using TaskChain.Api.Health;
using TaskChain.Api.Options;
using TaskChain.Engine;
using TaskChain.Sandbox;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>One node below HTTP: store, processes and engine, started in this order and stopped in the reverse one.</summary>
internal static class Node
{
    private static readonly TimeSpan WarmPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WarmPatience = TimeSpan.FromSeconds(15);

    /// <summary>Starts everything.</summary>
    /// <param name="options">Validated options.</param>
    /// <param name="dataFolder">Full path of the data folder, held by this service.</param>
    /// <param name="logging">The log.</param>
    /// <param name="teardown">Is given what stops each step, as soon as the step is done.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<ServiceParts> StartAsync(
        TaskChainOptions options, string dataFolder, ILoggerFactory logging, Teardown teardown, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        Complete(options, dataFolder);

        // The processes warm up while the database starts.
        var sandbox = teardown.Push(new SandboxPool(options.Sandbox, time, logging.CreateLogger<SandboxPool>()));
        var compiler = teardown.Push(new CompilerPool(options.Sandbox, time, logging.CreateLogger<CompilerPool>()));
        var storage = teardown.Push(await PostgresStorage.OpenAsync(options.Storage, logging, time, cancellationToken));
        var stores = new EngineStores(storage.Jobs, storage.Workflows, storage.Modules, storage.Content, storage.Runners);
        var engine = teardown.Push(new TaskChainEngine(options.Engine, stores, sandbox, compiler, time, logging));
        await engine.StartAsync(cancellationToken);
        teardown.Push(() => new ValueTask(engine.StopAsync(CancellationToken.None)));
        if (options.Compat.Folder is { Length: > 0 } folder)
        {
            await new CompatFolder(engine.Modules, logging.CreateLogger<CompatFolder>()).ApplyAsync(folder, cancellationToken);
        }

        await WarmAsync(sandbox, compiler, time, cancellationToken);
        return new ServiceParts(
            engine.Workflows, engine.Jobs, engine.Modules, Checks(storage, engine, sandbox, compiler), new FaultClassifier(), storage.ServerProcessId);
    }

    // Whoever waits for the announcement finds a service that is ready. Processes that do not get warm in time do not keep it from starting:
    // what is there can be read, and readiness says what is missing.
    private static async Task WarmAsync(SandboxPool sandbox, CompilerPool compiler, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(WarmPoll, time);
        while (!(sandbox.Health.Ready && compiler.Health.Ready) && time.GetElapsedTime(started) < WarmPatience)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static void Complete(TaskChainOptions options, string dataFolder)
    {
        options.Storage.DataFolder = dataFolder;
        options.Engine.DataFolder = dataFolder;
        options.Engine.VersioningEnabled = options.Versioning.Enabled;
        options.Engine.Variables = Variables(options);
    }

    private static ScriptVariables Variables(TaskChainOptions options)
    {
        if (options.Variables.Count == 0 && options.Secrets.Count == 0) return ScriptVariables.Empty;
        var text = new StringBuilder();
        foreach (var (name, value) in options.Variables.OrderBy(v => v.Key, StringComparer.Ordinal)) text.Append(name).Append('\0').Append(value).Append('\0');
        text.Append('\u0001');
        foreach (var (name, value) in options.Secrets.OrderBy(v => v.Key, StringComparer.Ordinal)) text.Append(name).Append('\0').Append(value).Append('\0');
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return new ScriptVariables(key, options.Variables, options.Secrets);
    }

    private static IReadOnlyList<IReadinessCheck> Checks(PostgresStorage storage, TaskChainEngine engine, SandboxPool sandbox, CompilerPool compiler) =>
    [
        new ReadinessCheck("database", async cancellationToken =>
        {
            await storage.PingAsync(cancellationToken);
            return new CheckResult(true, "It answers and its schema is this release's.");
        }),
        ReadinessCheck.Of("engine", () => Engine(engine.Status)),
        ReadinessCheck.Of("workers", () => Workers(sandbox.Health)),
        ReadinessCheck.Of("compiler", () => Compilers(compiler.Health)),
    ];

    private static CheckResult Engine(EngineStatus status) => new(
        status.CatalogueLoaded && status.Runner is not null,
        $"{status.RunningJobs} of {status.Slots} jobs under way; catalogue revision {status.CatalogueRevision}; runner {status.Runner?.ToString() ?? "none"}.");

    private static CheckResult Workers(SandboxHealth health) => new(
        health.Ready,
        $"{health.Workers} of at most {health.MaxWorkers} workers, {health.Busy} busy, {health.Starting} starting, {health.Waiting} runs in line." + Problem(health.Problem));

    private static CheckResult Compilers(CompilerHealth health) => new(
        health.Ready, $"{health.Compilers} compilers, {health.Busy} busy, {health.Starting} starting, {health.Waiting} bodies in line." + Problem(health.Problem));

    private static string Problem(string? problem) => problem is null ? "" : " " + problem;
}
