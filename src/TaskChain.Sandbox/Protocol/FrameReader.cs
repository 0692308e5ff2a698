using System.Buffers.Binary;

namespace TaskChain.Sandbox.Protocol;

/// <summary>Reads frames from a blocking stream into one buffer of its own. Not thread-safe.</summary>
public sealed class FrameReader(Stream stream)
{
    private const int UsualSize = 64 << 10;

    private byte[] _buffer = new byte[UsualSize];
    private int _start;
    private int _end;

    /// <summary>Waits for the next frame.</summary>
    /// <returns>False at the end of the stream, also when it ends inside a frame.</returns>
    /// <exception cref="InvalidDataException">The stream does not hold frames, or one is larger than <see cref="Frame.MaxSize"/>.</exception>
    public bool TryRead(out Frame frame)
    {
        frame = default;
        if (!Fill(4)) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));
        if (length is < 1 or > Frame.MaxSize)
        {
            throw new InvalidDataException($"A frame of {length} bytes is not possible; 1 to {Frame.MaxSize} are.");
        }

        if (!Fill(4 + length)) return false;
        frame = new Frame((FrameKind)_buffer[_start + 4], _buffer.AsMemory(_start + Frame.HeaderSize, length - 1));
        _start += 4 + length;
        return true;
    }

    private bool Fill(int count)
    {
        if (_end - _start >= count) return true;
        MakeRoom(count);
        while (_end - _start < count)
        {
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        var kept = _end - _start;
        // One huge frame must not hold its memory for the life of the process.
        var size = count > UsualSize ? count : UsualSize;
        var target = size > _buffer.Length || (_buffer.Length > UsualSize && size == UsualSize && kept <= UsualSize) ? new byte[size] : _buffer;
        if (_start == 0 && ReferenceEquals(target, _buffer)) return;
        Buffer.BlockCopy(_buffer, _start, target, 0, kept);
        _buffer = target;
        _start = 0;
        _end = kept;
    }
}
