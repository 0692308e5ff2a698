using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TaskChain.Sandbox.Protocol;

/// <summary>
/// Builds frames, one after the other, in a buffer that is kept; <see cref="Flush"/> sends all of them with one write. Not thread-safe.
/// As an <see cref="IBufferWriter{T}"/> it appends to the frame that was begun.
/// </summary>
public sealed class FrameBuffer : IBufferWriter<byte>
{
    private const int UsualSize = 16 << 10;

    private byte[] _buffer = new byte[UsualSize];
    private int _length;
    private int _frame = -1;

    /// <summary>Bytes of the finished and begun frames that are not flushed yet.</summary>
    public int Length => _length;

    /// <summary>Begins a frame.</summary>
    public void Begin(FrameKind kind)
    {
        if (_frame >= 0) throw new InvalidOperationException("The frame before has not been ended.");
        _frame = _length;
        Reserve(Frame.HeaderSize);
        _buffer[_length + 4] = (byte)kind;
        _length += Frame.HeaderSize;
    }

    /// <summary>Ends the frame that was begun.</summary>
    /// <returns>False when it is larger than <see cref="Frame.MaxSize"/>; it is dropped then.</returns>
    public bool End()
    {
        var size = _length - _frame - 4;
        if (size > Frame.MaxSize)
        {
            _length = _frame;
            _frame = -1;
            return false;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_frame), size);
        _frame = -1;
        return true;
    }

    /// <summary>Drops everything that is not flushed.</summary>
    public void Clear()
    {
        _length = 0;
        _frame = -1;
        if (_buffer.Length > 16 * UsualSize) _buffer = new byte[UsualSize];
    }

    /// <summary>Writes all finished frames to a stream with one call.</summary>
    public void Flush(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            stream.Write(_buffer, 0, _length);
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Appends a whole number, 7 bits per byte.</summary>
    public void WriteNumber(long value)
    {
        Reserve(10);
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            _buffer[_length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _buffer[_length++] = (byte)rest;
    }

    /// <summary>Appends one byte.</summary>
    public void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    /// <summary>Appends a floating-point number.</summary>
    public void WriteDouble(double value)
    {
        Reserve(8);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    /// <summary>Appends bytes after their count.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteNumber(value.Length);
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    /// <summary>Appends text as UTF-8 after its count of bytes; null is told from empty.</summary>
    public void WriteText(string? value)
    {
        if (value is null)
        {
            WriteNumber(0);
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        WriteNumber(count + 1);
        Reserve(count);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count) return;
        Array.Resize(ref _buffer, Math.Max(checked(_length + count), Math.Min(_buffer.Length * 2, Array.MaxLength)));
    }
}
