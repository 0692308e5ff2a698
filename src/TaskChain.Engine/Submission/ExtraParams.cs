using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Submission;

/// <summary>The configured parameters that are also properties of the job, and that lists can be searched by.</summary>
internal sealed class ExtraParams(IEnumerable<string> names)
{
    private readonly FrozenSet<string> _names = names.Where(name => !JobMembers.IsFrozen(name)).ToFrozenSet(StringComparer.Ordinal);

    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Those of an object's members.</summary>
    public FoundParams Find(RawJson parameters)
    {
        var found = default(FoundParams);
        var json = parameters.Utf8.Span;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = (int)reader.TokenStartIndex;
            var name = reader.GetString() ?? "";
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            if (Contains(name)) found.Add(name, json[member..(int)reader.BytesConsumed], json[value..(int)reader.BytesConsumed]);
        }

        return found;
    }
}

/// <summary>What was found of the configured parameters. Jobs without any cost nothing.</summary>
internal struct FoundParams
{
    /// <summary>Longest text that lists can be searched by: an index has its limits.</summary>
    private const int MaxSearchLength = 512;

    private List<SearchTerm>? _terms;
    private ArrayBufferWriter<byte>? _properties;

    public readonly IReadOnlyList<SearchTerm> Terms => _terms ?? (IReadOnlyList<SearchTerm>)[];

    /// <summary>The members as they stand, as one object; absent when there are none.</summary>
    public readonly RawJson Properties
    {
        get
        {
            if (_properties is null) return default;
            var all = new byte[_properties.WrittenCount + 1];
            _properties.WrittenSpan.CopyTo(all);
            all[^1] = (byte)'}';
            return new RawJson(all);
        }
    }

    /// <summary>Adds a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="member">Name and value as they stand.</param>
    /// <param name="value">The value as it stands.</param>
    public void Add(string name, ReadOnlySpan<byte> member, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("null"u8)) return;
        var isFirst = _properties is null;
        _properties ??= new ArrayBufferWriter<byte>(member.Length + 2);
        _properties.Write(isFirst ? "{"u8 : ","u8);
        _properties.Write(member);
        if (value.Length > 6 * MaxSearchLength) return;
        var reader = new Utf8JsonReader(value);
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : System.Text.Encoding.UTF8.GetString(value);
        if (text.Length <= MaxSearchLength && !text.Contains('\0', StringComparison.Ordinal)) (_terms ??= []).Add(new SearchTerm(name, text));
    }
}
