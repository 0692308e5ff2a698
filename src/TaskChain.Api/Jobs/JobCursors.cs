using System.Buffers.Binary;
using System.Buffers.Text;
using TaskChain.Api.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Jobs;

/// <summary>Where a page of jobs ended, as callers see it: text without a meaning to them.</summary>
internal static class JobCursors
{
    private const int Length = 24;

    /// <summary>Writes one.</summary>
    public static string Write(JobCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, cursor.CreatedAt.UtcTicks);
        cursor.Id.Value.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="RequestRejectedException">It is none of ours.</exception>
    public static JobCursor Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // TryDecode throws at characters that are no Base64.
        if (Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Length)
        {
            var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks)
            {
                return new JobCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new JobId(new Guid(bytes[8..], bigEndian: true)));
            }
        }

        throw RequestRejectedException.InvalidValue("Query parameter 'cursor' is none that this service has given. Take it from the header 'Link' of an answer.");
    }
}
