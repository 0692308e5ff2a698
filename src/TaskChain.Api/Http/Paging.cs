using System.Globalization;
using TaskChain.Api.Problems;

namespace TaskChain.Api.Http;

/// <summary>Query parameters <c>offset</c> and <c>limit</c> of lists.</summary>
/// <param name="Offset">How many to skip, at least 0.</param>
/// <param name="Limit">At most this many.</param>
internal readonly record struct Paging(int Offset, int Limit)
{
    /// <summary>Most entries of one answer.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Reads them; the defaults are 0 and 1000.</summary>
    /// <exception cref="RequestRejectedException">One of them is no number in its range.</exception>
    public static Paging Read(IQueryCollection query) =>
        new(Number(query, "offset", 0, 0, int.MaxValue), Number(query, "limit", MaxLimit, 1, MaxLimit));

    private static int Number(IQueryCollection query, string name, int otherwise, int min, int max)
    {
        var text = query[name].ToString();
        if (text.Length == 0) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        throw RequestRejectedException.InvalidValue($"Query parameter '{name}' is '{text}'. It must be a whole number from {min} to {max}.");
    }
}
