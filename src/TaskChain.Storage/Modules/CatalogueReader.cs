using Npgsql;
using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Modules;

/// <summary>Reads the four results that make the catalogue.</summary>
internal static class CatalogueReader
{
    public static async Task<CatalogueData> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        long revision = reader.GetInt64(0);
        var versions = await ReadAllAsync(reader, ReadVersion, cancellationToken);
        var tables = await ReadAllAsync(
            reader, row => new CompatTableData(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), cancellationToken);
        var current = await ReadAllAsync(reader, row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), cancellationToken);
        return new CatalogueData(revision, versions, tables, new Dictionary<string, string>(current, StringComparer.Ordinal));
    }

    private static ModuleVersionData ReadVersion(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetBoolean(4), row.GetFieldValue<byte[]>(5),
        row.GetFieldValue<byte[]>(6));

    private static async Task<List<T>> ReadAllAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }
}
