using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain.Contracts;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Hosting;

/// <summary>
/// Applies the compat tables of a folder at start. A table that cannot be applied (an operator's file may be older than what was published since) is
/// reported and left out: the table in the store stays in force and the service starts.
/// </summary>
internal sealed class CompatFolder(ModuleService modules, ILogger<CompatFolder> logger)
{
    private const string SchemaFile = "schema.json";

    /// <summary>Applies every <c>*.json</c> in the folder that differs from what the store has.</summary>
    public async Task ApplyAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) != SchemaFile) await ApplyFileAsync(file, cancellationToken);
        }
    }

    private async Task ApplyFileAsync(string file, CancellationToken cancellationToken)
    {
        var module = Path.GetFileNameWithoutExtension(file);
        var text = await File.ReadAllBytesAsync(file, cancellationToken);
        var known = modules.FindTable(module);
        if (known is not null && SameJson(known.Document, text)) return;
        switch (await modules.SaveTableAsync(module, new RawJson(text), known?.Revision ?? 0, rewriteReason: null, cancellationToken))
        {
            case CompatTableSaving.Saved saved:
                ApiLog.TableChanged(logger, module, saved.Table.Revision);
                break;
            case CompatTableSaving.Refused refused:
                ApiLog.TableNotApplied(logger, file, string.Join(" ", refused.Problems.Select(p => p.Message)));
                break;
            case CompatTableSaving.Changed:
                ApiLog.TableNotApplied(logger, file, "Another node changed the table at the same time.");
                break;
        }
    }

    private static bool SameJson(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(left.Span), JsonNode.Parse(right.Span));
        }
        catch (JsonException)
        {
            return false; // the table's reader says what is wrong with it
        }
    }
}
