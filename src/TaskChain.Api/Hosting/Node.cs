using TaskChain.Api.Auth;
using TaskChain.Api.Options;
using TaskChain.Api.Webhooks;
using TaskChain.Engine;
using TaskChain.Engine.Consumers;
using TaskChain.Engine.Webhooks;
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
        var announcer = new EndAnnouncer();
        await announcer.LookAsync(storage.Webhooks, cancellationToken); // before the first job can end
        var stores = new EngineStores(
            announcer.Over(storage.Jobs), announcer.Over(storage.Control), storage.Queries, storage.Workflows, storage.Modules, storage.Content,
            storage.Runners);
        var engine = teardown.Push(new TaskChainEngine(options.Engine, stores, sandbox, compiler, time, logging));
        await engine.StartAsync(cancellationToken);
        teardown.Push(() => new ValueTask(engine.StopAsync(CancellationToken.None)));
        if (options.Compat.Folder is { Length: > 0 } folder)
        {
            await new CompatFolder(engine.Modules, logging.CreateLogger<CompatFolder>()).ApplyAsync(folder, cancellationToken);
        }

        var keys = teardown.Push(new ApiKeyService(storage.ApiKeys, time, logging.CreateLogger<ApiKeyService>()));
        await keys.StartAsync(cancellationToken);
        await FirstKey.EnsureAsync(keys, options, dataFolder, cancellationToken);
        var sender = new WebhookSender(options.Webhooks);
        teardown.Push(() =>
        {
            sender.Dispose();
            return ValueTask.CompletedTask;
        });
        var webhooks = teardown.Push(new WebhookService(storage.Webhooks, sender, engine.Jobs, announcer, options.Webhooks, time, logging));
        webhooks.Start();
        await WarmAsync(sandbox, compiler, time, cancellationToken);
        return new ServiceParts(
            engine.Workflows, engine.Jobs, engine.Modules, engine.Runners, keys, new ConsumerGate(storage.Queries.CountLiveAsync, time), webhooks,
            ReadinessChecks.Of(storage, engine, options.Engine.RunsJobs, sandbox, compiler), new FaultClassifier(), new Backend(storage),
            storage.ServerProcessId);
    }

    // Whoever waits for the announcement finds a service that is ready. Processes that do not get warm in time do not keep it from
    // starting: what is there can be read, and readiness says what is missing.
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
        if (string.IsNullOrWhiteSpace(options.Storage.ConnectionString)) options.Storage.ConnectionString = null;
        options.Engine.DataFolder = dataFolder;
        options.Engine.VersioningEnabled = options.Versioning.Enabled;
        options.Engine.Variables = Grants.Of(options);
        options.Engine.Retention = options.Retention;
    }
}
