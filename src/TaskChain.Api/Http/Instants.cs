using System.Globalization;
using TaskChain.Api.Problems;

namespace TaskChain.Api.Http;

/// <summary>Query parameters that are instants: milliseconds since 1970, or the text of a date.</summary>
internal static class Instants
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The instant, or null when the parameter is absent or empty.</summary>
    /// <exception cref="RequestRejectedException">It is neither.</exception>
    public static DateTimeOffset? Read(IQueryCollection query, string name)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            if (milliseconds >= Earliest && milliseconds <= Latest) return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        else if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        throw RequestRejectedException.InvalidValue(
            $"Query parameter '{name}' is '{text}'. It must be a date such as '2026-01-31T12:00:00Z', or milliseconds since 1970.");
    }
}
