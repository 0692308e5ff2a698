using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace TaskChain.Scripting.References;

/// <summary>
/// Where an assembly's image keeps its own name and those of the assemblies that it references: columns that hold an offset into the string heap.
/// A name is changed by pointing its column elsewhere in the heap; nothing moves.
/// </summary>
internal sealed class AssemblyIdentityTable
{
    private readonly byte[] _image;
    private readonly int _heap;
    private readonly int _heapSize;
    private readonly bool _wide;
    private readonly List<int> _columns = [];

    private AssemblyIdentityTable(byte[] image, PEReader reader)
    {
        _image = image;
        var metadata = reader.GetMetadataReader();
        var start = reader.PEHeaders.MetadataStartOffset;
        _heap = start + metadata.GetHeapMetadataOffset(HeapIndex.String);
        _heapSize = metadata.GetHeapSize(HeapIndex.String);
        _wide = _heapSize > ushort.MaxValue;
        var blob = metadata.GetHeapSize(HeapIndex.Blob) > ushort.MaxValue ? 4 : 2;

        // ECMA-335 II.22.2 and II.22.5: before the name stand (hash algorithm,) version, flags and the public key or token.
        AddColumn(TableIndex.Assembly, 4 + 8 + 4 + blob);
        AddColumn(TableIndex.AssemblyRef, 8 + 4 + blob);

        void AddColumn(TableIndex table, int offset)
        {
            for (var row = 0; row < metadata.GetTableRowCount(table); row++)
            {
                _columns.Add(start + metadata.GetTableMetadataOffset(table) + (row * metadata.GetTableRowSize(table)) + offset);
            }
        }
    }

    /// <summary>A copy of an assembly in which names end like themselves, only shorter: <c>SdcClients</c> becomes <c>dcClients</c>.</summary>
    /// <param name="image">The assembly.</param>
    /// <param name="names">Old names and what is left of them.</param>
    public static ImmutableArray<byte> Shorten(ImmutableArray<byte> image, IReadOnlyDictionary<string, string> names)
    {
        var copy = image.ToArray();
        using var reader = new PEReader(image);
        var table = new AssemblyIdentityTable(copy, reader);
        foreach (var column in table._columns)
        {
            if (names.TryGetValue(table.NameAt(column), out var shorter)) table.Set(column, table.Get(column) + table.NameAt(column).Length - shorter.Length);
        }

        return ImmutableArray.Create(copy);
    }

    /// <summary>Gives references in an emitted assembly their real names back.</summary>
    /// <param name="image">The assembly; it is changed.</param>
    /// <param name="names">Shortened names and the real ones.</param>
    /// <returns>False when a real name is nowhere in the string heap.</returns>
    public static bool Restore(byte[] image, IReadOnlyDictionary<string, string> names)
    {
        using var reader = new PEReader(ImmutableArray.Create(image));
        var table = new AssemblyIdentityTable(image, reader);
        foreach (var column in table._columns)
        {
            if (!names.TryGetValue(table.NameAt(column), out var real)) continue;
            if (table.Find(real) is not (>= 0 and var offset)) return false;
            table.Set(column, offset);
        }

        return true;
    }

    private int Find(string name)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(name), 0];
        return _image.AsSpan(_heap, _heapSize).IndexOf(text);
    }

    private string NameAt(int column)
    {
        var text = _image.AsSpan(_heap + Get(column));
        return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
    }

    private int Get(int column) => _wide
        ? BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(column))
        : BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(column));

    private void Set(int column, int value)
    {
        if (_wide) BinaryPrimitives.WriteInt32LittleEndian(_image.AsSpan(column), value);
        else BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(column), (ushort)value);
    }
}
