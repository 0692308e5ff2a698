using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace TaskChain.Api.Http;

/// <summary>The preference <c>wait</c> of RFC 7240: how long the caller would wait for the job's end.</summary>
internal static class PreferWait
{
    /// <summary>Longest wait in seconds; more is cut down to it, and the answer says so.</summary>
    public const int MaxSeconds = 60;

    /// <summary>Seconds to wait, 0 when the caller does not ask for it or the preference cannot be read (preferences are never errors).</summary>
    public static int Seconds(HttpRequest request)
    {
        StringValues values = request.Headers["Prefer"];
        foreach (var value in values)
        {
            if (value is not null && Parse(value) is { } seconds) return Math.Min(seconds, MaxSeconds);
        }

        return 0;
    }

    /// <summary>Tells the caller which wait was applied.</summary>
    public static void Applied(HttpResponse response, int seconds) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={seconds}");

    private static int? Parse(string header)
    {
        foreach (var range in header.AsSpan().SplitAny(',', ';'))
        {
            var preference = header.AsSpan(range).Trim();
            if (!preference.StartsWith("wait", StringComparison.OrdinalIgnoreCase)) continue;
            var value = preference[4..].Trim();
            if (value.IsEmpty || value[0] != '=') continue;
            if (int.TryParse(value[1..].Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return seconds;
        }

        return null;
    }
}
