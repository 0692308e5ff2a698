using System.Collections.Concurrent;

namespace TaskChain.Storage.Sql;

/// <summary>The statements in this folder's .sql files, by file name without extension.</summary>
internal static class SqlText
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static string Get(string name) => Texts.GetOrAdd(name, static key => Read("Sql/" + key));

    public static IEnumerable<string> Migrations() =>
        typeof(SqlText).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string Read(string resource)
    {
        using var stream = typeof(SqlText).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly has no resource '{resource}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
