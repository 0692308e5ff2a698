using System.Text.Json;
using TaskChain.Contracts;

namespace TaskChain.Engine.Services;

/// <summary>
/// Elements of a job's info. What a body says with <c>info()</c> becomes <c>{"data": …, "date": …}</c>, as node-workflow's clients read it; what callers post
/// is kept as it is.
/// </summary>
public static class JobInfo
{
    private static ReadOnlySpan<byte> Head => "{\"data\":"u8;

    private static ReadOnlySpan<byte> Middle => ",\"date\":\""u8;

    /// <summary>The element for what a body said. Cheap: bodies may say much.</summary>
    /// <param name="said">One JSON value.</param>
    /// <param name="at">When.</param>
    public static byte[] Of(ReadOnlySpan<byte> said, DateTimeOffset at)
    {
        Span<byte> date = stackalloc byte[24];
        at.UtcDateTime.TryFormat(date, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return [.. Head, .. said, .. Middle, .. date[..length], (byte)'"', (byte)'}'];
    }

    /// <summary>What was said, without its date: the inside of a body's element, and any other element as it is.</summary>
    /// <param name="element">An element.</param>
    public static RawJson DataOf(ReadOnlyMemory<byte> element)
    {
        if (!element.Span.StartsWith(Head)) return new RawJson(element);
        var reader = new Utf8JsonReader(element.Span);
        reader.Read();
        reader.Read();
        reader.Read();
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        return element.Span[end..].StartsWith(Middle) ? new RawJson(element[Head.Length..end]) : new RawJson(element);
    }
}
