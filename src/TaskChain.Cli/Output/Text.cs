using System.Globalization;

namespace TaskChain.Cli.Output;

/// <summary>Values as text.</summary>
internal static class Text
{
    /// <summary>An instant in UTC, to the second; a dash for none.</summary>
    public static string Time(DateTimeOffset? time) =>
        time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "-";

    /// <summary>Words, separated by commas; a dash for none.</summary>
    public static string Words(IReadOnlyList<string>? words) => words is { Count: > 0 } ? string.Join(',', words) : "-";

    /// <summary>A number; a dash for none.</summary>
    public static string Number(double? number) => number?.ToString("0.###", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Writes names and values, one per line; those without a value are left out.</summary>
    public static void Facts(TextWriter output, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        foreach (var (name, value) in facts)
        {
            if (value is not (null or "" or "-")) output.WriteLine($"{name + ":",-14}{value}");
        }
    }
}
