using System.Net;
using System.Text.Json;
using TaskChain.Client;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Modules;

namespace TaskChain.Consumers.Tour;

/// <summary>What maintainers do before the consumers come: apply the compat tables and publish the module versions.</summary>
internal sealed class CatalogueSetup(TaskChainClient service, TourOptions options)
{
    /// <summary>Applies and publishes; what is there already stays. Returns the modules as the service then has them.</summary>
    public async Task<IReadOnlyList<ModuleDocument>> RunAsync(CancellationToken cancellationToken)
    {
        var packages = PackageFile.ReadAll(options.Packages);
        foreach (var module in packages.Select(package => package.Module).Distinct(StringComparer.Ordinal))
        {
            await ApplyTableAsync(module, cancellationToken);
        }

        foreach (var package in packages)
        {
            await using var stream = File.OpenRead(package.Path);
            await service.PublishModuleVersionAsync(package.Module, package.Version, stream, cancellationToken);
        }

        return await service.GetModulesAsync(cancellationToken);
    }

    private async Task ApplyTableAsync(string module, CancellationToken cancellationToken)
    {
        var file = new RawJson(await File.ReadAllBytesAsync(Path.Combine(options.Compat, module + ".json"), cancellationToken));
        var current = await CurrentAsync(module, cancellationToken);
        if (current is not null && Covers(current.Table, Read(file))) return;
        await service.PutCompatTableAsync(module, file, new PutCompatTableOptions { IfMatch = current?.ETag }, cancellationToken);
    }

    private async Task<CompatTableRevision?> CurrentAsync(string module, CancellationToken cancellationToken)
    {
        try
        {
            return await service.GetCompatTableAsync(module, cancellationToken: cancellationToken);
        }
        catch (TaskChainProblemException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>True when a table has all entries of another in the same order. It may have more: somebody has published versions since.</summary>
    internal static bool Covers(CompatTableDocument table, CompatTableDocument wanted)
    {
        var found = 0;
        foreach (var entry in table.History)
        {
            if (found < wanted.History.Count && entry == wanted.History[found]) found++;
        }

        return found == wanted.History.Count;
    }

    private static CompatTableDocument Read(RawJson file) =>
        JsonSerializer.Deserialize(file.Utf8.Span, ContractsJsonContext.Default.CompatTableDocument) ?? throw new InvalidDataException("A compat table is empty.");
}
