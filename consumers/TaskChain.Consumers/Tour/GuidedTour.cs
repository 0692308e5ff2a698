using TaskChain.Client;
using TaskChain.Consumers.Releases;
using TaskChain.Contracts.Modules;

namespace TaskChain.Consumers.Tour;

/// <summary>Sets the catalogue up, runs all scenes and says how they ended.</summary>
internal sealed class GuidedTour(TourOptions options, Screen screen)
{
    /// <summary>Runs the tour.</summary>
    /// <returns>True when every sample ended as expected.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var service = new TaskChainClient(new TaskChainClientOptions { Address = options.Service, UserAgent = "TaskChain.Consumers" });
        using var datacenter = new DatacenterClient(options.Datacenter);
        await datacenter.ResetAsync(cancellationToken);

        screen.Heading("Modules that the service has, in the order of their histories");
        foreach (var module in await new CatalogueSetup(service, options).RunAsync(cancellationToken)) WriteModule(module);

        var runner = new SampleRunner(service, datacenter, screen, ReleaseLoader.LoadEmbedded());
        var results = new List<SampleResult>();
        foreach (var scene in Scenes.All)
        {
            screen.Heading(scene.Title);
            if (scene.Retire is var (module, version)) await service.RetireModuleVersionAsync(module, version, cancellationToken: cancellationToken);
            results.AddRange(await Task.WhenAll(scene.Samples.Select(sample => runner.RunAsync(sample, cancellationToken))));
        }

        WriteTable(results);
        return await NoTicketIsLeftAsync(datacenter, cancellationToken) && results.All(result => result.Wrong is null);
    }

    private void WriteModule(ModuleDocument module)
    {
        var versions = module.Versions.Select(version => version switch
        {
            { BreaksBc: true, Installed: true } => $"{version.Ver} {screen.Notable("(breaks)")}",
            { BreaksBc: true } => screen.Faint($"{version.Ver} (breaks, not installed)"),
            { Installed: false } => screen.Faint($"{version.Ver} (not installed)"),
            _ => version.Ver,
        });
        var deprecated = module.Deprecated is { } notice ? screen.Notable($"  deprecated, use {notice.Use}") : "";
        screen.Line($"  {module.Name,-12} {string.Join("  ", versions)}{deprecated}");
    }

    private void WriteTable(List<SampleResult> results)
    {
        screen.Heading("How they ended");
        foreach (var result in results)
        {
            var mark = result.Wrong is null ? screen.Good("✓") : screen.Bad("✗");
            screen.Line($"  {mark} {result.Sample.Label,-14} {result.Sample.Workflow,-20} {result.Ended,-32} {result.Versions}");
            if (result.Wrong is not null) screen.Line($"    {screen.Bad(result.Wrong)}");
        }

        var wrong = results.Count(result => result.Wrong is not null);
        screen.Line();
        screen.Line(wrong == 0 ? screen.Good($"All {results.Count} samples ended as expected.") : screen.Bad($"{wrong} of {results.Count} samples did not end as expected."));
    }

    private async Task<bool> NoTicketIsLeftAsync(DatacenterClient datacenter, CancellationToken cancellationToken)
    {
        var state = await datacenter.GetAsync("/admin/state", cancellationToken);
        var open = state?["open_tickets"]?.GetValue<int>() ?? 0;
        if (open > 0) screen.Line(screen.Bad($"{open} tickets were not released."));
        return open == 0;
    }
}
