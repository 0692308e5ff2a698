using System.Buffers.Binary;
using System.Text;

namespace TaskChain.Sandbox.Protocol;

/// <summary>Reads what <see cref="FrameBuffer"/> wrote. Every method throws <see cref="InvalidDataException"/> when the payload ends too early.</summary>
/// <param name="payload">A frame's payload.</param>
public ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>Reads a whole number.</summary>
    public long ReadNumber()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return (long)value;
        }

        throw new InvalidDataException("A number is longer than 64 bits.");
    }

    /// <summary>Reads a whole number of 32 bits.</summary>
    public int ReadInt32()
    {
        var value = ReadNumber();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new InvalidDataException($"The number {value} is out of range.");
    }

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads a floating-point number.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>Reads counted bytes; memory of the frame.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadInt32());

    /// <summary>Reads text or null.</summary>
    public string? ReadText()
    {
        var count = ReadInt32();
        return count switch
        {
            0 => null,
            1 => "",
            _ => Encoding.UTF8.GetString(Take(count - 1)),
        };
    }

    /// <summary>Reads text that cannot be null.</summary>
    public string ReadRequiredText() => ReadText() ?? throw new InvalidDataException("A text is missing.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length) throw new InvalidDataException("The payload ends too early.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
