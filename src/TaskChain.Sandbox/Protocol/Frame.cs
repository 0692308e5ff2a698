namespace TaskChain.Sandbox.Protocol;

/// <summary>One message: on the wire a 4-byte little-endian length (of kind and payload), a 1-byte kind, and the payload.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">Its content; memory of the reader, valid until the next frame is read.</param>
public readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Bytes of length and kind before the payload.</summary>
    public const int HeaderSize = 5;

    /// <summary>Largest frame either side accepts, in bytes.</summary>
    public const int MaxSize = 16 << 20;
}
