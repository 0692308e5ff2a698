using Microsoft.AspNetCore.Server.Kestrel.Core;
using TaskChain.Api.Auth;
using TaskChain.Api.Health;
using TaskChain.Api.Hosting;
using TaskChain.Api.Http;
using TaskChain.Api.Jobs;
using TaskChain.Api.Modules;
using TaskChain.Api.OpenApi;
using TaskChain.Api.Operations;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Api.Webhooks;
using TaskChain.Api.Workflows;

namespace TaskChain.Api;

/// <summary>Composes the HTTP application; tests host the same one.</summary>
internal static class ApiBuilder
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Builds the application; it does not listen before it is started.</summary>
    public static WebApplication Build(TaskChainOptions options, ServiceParts parts, ILoggerFactory logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        AddServices(builder.Services, options, parts, logging);
        var app = builder.Build();
        app.UseMiddleware<ConventionMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseTaskChainOpenApi();
        app.UseRouting();
        app.UseMiddleware<AuthMiddleware>();
        app.UseMiddleware<NegotiationMiddleware>();
        MapRoutes(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, TaskChainOptions options)
    {
        var (address, port) = OptionsValidator.Endpoint(options);
        kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.AddServerHeader = false;

        // Readers keep to their own, smaller limits; what is left of a refused request is read and thrown away, so that its sender sees the answer.
        kestrel.Limits.MaxRequestBodySize = Math.Max(options.Limits.RequestBytes, options.Limits.PackageBytes) + 1024L;
    }

    private static void AddServices(IServiceCollection services, TaskChainOptions options, ServiceParts parts, ILoggerFactory logging)
    {
        services.AddSingleton(logging);
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(parts.Workflows);
        services.AddSingleton(parts.Jobs);
        services.AddSingleton(parts.Modules);
        services.AddSingleton(parts.Keys);
        services.AddSingleton(parts.Gate);
        services.AddSingleton(parts.Runners);
        services.AddSingleton(parts.Webhooks);
        services.AddSingleton(parts.Faults);
        services.AddSingleton(parts.Backend);
        foreach (var check in parts.Checks) services.AddSingleton(check);
        services.AddSingleton<WorkflowEndpoints>();
        services.AddSingleton(new JobQuery(options.Engine.JobExtraParams));
        services.AddSingleton<JobWait>();
        services.AddSingleton<JobSubmitEndpoints>();
        services.AddSingleton<JobEndpoints>();
        services.AddSingleton<JobControlEndpoints>();
        services.AddSingleton<JobEventEndpoints>();
        services.AddSingleton<JobInfoEndpoints>();
        services.AddSingleton<ModuleEndpoints>();
        services.AddSingleton<ModuleVersionEndpoints>();
        services.AddSingleton<CompatEndpoints>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<AnonymousAccess>();
        services.AddSingleton<KeyEndpoints>();
        services.AddSingleton<WebhookEndpoints>();
        services.AddSingleton<JobGate>();
        services.AddSingleton<PingEndpoint>();
        services.AddSingleton<StatsEndpoint>();
        services.AddSingleton<SnapshotEndpoint>();
        services.AddSingleton<RunnerEndpoints>();
        services.AddRouting();
        services.AddTaskChainOpenApi();
        services.AddSingleton<IHostLifetime, NoSignals>(); // the executable handles signals, also before there is a host
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }

    private static void MapRoutes(WebApplication app)
    {
        var services = app.Services;
        app.MapWorkflows(services.GetRequiredService<WorkflowEndpoints>());
        app.MapJobSubmits(services.GetRequiredService<JobSubmitEndpoints>());
        app.MapJobs(services.GetRequiredService<JobEndpoints>());
        app.MapJobInfo(services.GetRequiredService<JobInfoEndpoints>());
        app.MapJobControl(services.GetRequiredService<JobControlEndpoints>());
        app.MapJobEvents(services.GetRequiredService<JobEventEndpoints>());
        app.MapModules(services.GetRequiredService<ModuleEndpoints>());
        app.MapModuleVersions(services.GetRequiredService<ModuleVersionEndpoints>());
        app.MapCompat(services.GetRequiredService<CompatEndpoints>());
        app.MapWebhooks(services.GetRequiredService<WebhookEndpoints>());
        app.MapKeys(services.GetRequiredService<KeyEndpoints>());
        services.GetRequiredService<PingEndpoint>().Map(app);
        services.GetRequiredService<StatsEndpoint>().Map(app);
        services.GetRequiredService<SnapshotEndpoint>().Map(app);
        services.GetRequiredService<RunnerEndpoints>().Map(app);
        app.MapHealth(services.GetRequiredService<HealthEndpoints>());
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
