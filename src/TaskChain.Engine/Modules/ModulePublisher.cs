using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Versioning.Packages;
using TaskChain.Versioning.Surfaces;
using TaskChain.Versioning.Tables;

namespace TaskChain.Engine.Modules;

/// <summary>Publishes module packages: reads and checks them, takes their API surface, and keeps the compat table complete.</summary>
internal sealed class ModulePublisher(IModuleStore store, CatalogueWatch catalogue, TimeProvider time)
{
    private const int MaxTries = 20;

    public async Task<ModulePublication> PublishAsync(string module, string version, ReadOnlyMemory<byte> package, CancellationToken cancellationToken)
    {
        // Reading takes processor time only; it must not hold up the caller's thread for all others.
        var read = await Task.Run(() => ModulePackage.Read(package), cancellationToken);
        if (read is ModulePackageRead.Refused refused)
        {
            return new ModulePublication.Invalid(ModuleService.Items(refused.Problems, ProblemCodes.ModulePackageInvalid));
        }

        var accepted = ((ModulePackageRead.Accepted)read).Package;
        if (Contradictions(module, version, accepted.Manifest) is { Count: > 0 } contradictions) return new ModulePublication.Invalid(contradictions);
        ApiSurface surface;
        try
        {
            surface = ApiSurface.Read(accepted.Assembly.Content);
        }
        catch (BadImageFormatException e)
        {
            return Invalid($"'{accepted.Manifest.Assembly}' is no .NET assembly: {e.Message}");
        }

        var data = new ModuleVersionData(
            module, accepted.Manifest.Version, accepted.ContentHash, time.GetUtcNow(), false, ManifestWriter.Write(accepted.Manifest), surface.ToJson());
        return await StoreAsync(data, package, cancellationToken);
    }

    private static List<ProblemItem> Contradictions(string module, string version, ModuleManifest manifest)
    {
        var problems = new List<ProblemItem>();
        if (!string.Equals(manifest.Name, module, StringComparison.Ordinal))
        {
            problems.Add(Problem($"The package is module '{manifest.Name}', but it was published as '{module}'."));
        }

        if (!string.Equals(manifest.Version, version, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(Problem($"The package is version '{manifest.Version}', but it was published as '{version}'."));
        }

        return problems;
    }

    /// <summary>The table may change while we append to it: then it is read again.</summary>
    private async Task<ModulePublication> StoreAsync(ModuleVersionData data, ReadOnlyMemory<byte> package, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await catalogue.RefreshAsync(cancellationToken);
            CompatTableData? table;
            try
            {
                table = Appended(data);
            }
            catch (ArgumentException e)
            {
                // A twin that differs in build metadata, or a SHA that prefixes another (R13).
                return Invalid(e.Message.Split(" (Parameter", StringSplitOptions.None)[0]);
            }

            var outcome = await store.PublishAsync(data, package, table, cancellationToken);
            await catalogue.LoadAsync(CancellationToken.None);
            switch (outcome)
            {
                case PublishOutcome.Published:
                    return new ModulePublication.Published(data, Warnings(table));
                case PublishOutcome.Unchanged:
                    return new ModulePublication.Unchanged(Stored(data));
                case PublishOutcome.Conflict:
                    return new ModulePublication.Conflict(Conflict(data));
                case PublishOutcome.TableChanged when tries == MaxTries:
                    throw new InvalidOperationException(
                        $"The compat table of module '{data.Module}' changed {MaxTries} times while a version was published.");
            }
        }
    }

    private CompatTableData? Appended(ModuleVersionData data)
    {
        var known = catalogue.Current.Modules.GetValueOrDefault(data.Module)?.Table;
        CompatTable? table = null;
        if (known is not null) CompatTableReader.Read(known.Document, out table);
        table ??= new CompatTable(data.Module, []);
        var appended = table.AppendedBy(data.Version);
        return known is not null && ReferenceEquals(appended, table)
            ? null
            : new CompatTableData(data.Module, (known?.Revision ?? 0) + 1, CompatTableWriter.Write(appended));
    }

    private ModuleVersionData Stored(ModuleVersionData data) =>
        catalogue.Current.Modules.GetValueOrDefault(data.Module)?.Versions.LastOrDefault(item => item.Data.Version == data.Version)?.Data ?? data;

    private static ProblemItem[] Warnings(CompatTableData? table) =>
        table is null ? [] : ModuleService.Items(CompatTableReader.Read(table.Document, out _).Where(problem => problem.IsWarning));

    private static ProblemItem Conflict(ModuleVersionData data) => new(
        ProblemCodes.ModuleVersionConflict,
        $"Module '{data.Module}' {data.Version} is published with other content; a version never changes. "
        + "Publish the new content under a new version.")
    {
        Module = data.Module,
        Requested = data.Version,
    };

    private static ModulePublication.Invalid Invalid(string message) => new([Problem(message)]);

    private static ProblemItem Problem(string message) => new(ProblemCodes.ModulePackageInvalid, message);
}
