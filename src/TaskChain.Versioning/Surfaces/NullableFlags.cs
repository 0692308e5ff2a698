using System.Reflection.Metadata;

namespace TaskChain.Versioning.Surfaces;

/// <summary>
/// What may be null in one type, as the compiler notes it down: a flag for each part of the type in the order of writing, or one for all of them
/// (dotnet/roslyn, docs/features/nullable-metadata.md). Used up by reading.
/// </summary>
internal sealed class NullableFlags
{
    public const byte MayBeNull = 2;

    private readonly byte[] _flags;
    private int _position;

    private NullableFlags(byte[] flags) => _flags = flags;

    /// <summary>One flag for all parts.</summary>
    public static NullableFlags All(byte flag) => new([flag]);

    /// <summary>The flags on a member, parameter or result.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="context">The flag that holds where it has none.</param>
    public static NullableFlags Of(MetadataReader metadata, CustomAttributeHandleCollection attributes, byte context) =>
        new(Read(metadata, attributes, "NullableAttribute") ?? [context]);

    /// <summary>The flag that holds for what is inside; null when nothing says so.</summary>
    public static byte? Context(MetadataReader metadata, CustomAttributeHandleCollection attributes) =>
        Read(metadata, attributes, "NullableContextAttribute") is [var flag, ..] ? flag : null;

    public byte Next() => _flags.Length == 1 ? _flags[0] : _position < _flags.Length ? _flags[_position++] : (byte)0;

    // The blob: a prolog of two bytes, one flag or a counted list of them, and the number of named arguments in two bytes.
    private static byte[]? Read(MetadataReader metadata, CustomAttributeHandleCollection attributes, string name)
    {
        const int Prolog = 2;
        const int SingleFlag = Prolog + 1 + 2;
        if (Attributes.Find(metadata, attributes, name) is not { } attribute) return null;
        var blob = metadata.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return blob.Length == SingleFlag ? [blob.ReadByte()] : blob.ReadBytes(Math.Clamp(blob.ReadInt32(), 0, blob.RemainingBytes));
    }
}
