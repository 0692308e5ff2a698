using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TaskChain.Contracts;

namespace TaskChain.Engine.Submission;

/// <summary>
/// Under which key a job is unique while it lives: a hash of its target and its parameters. Objects are equal when their members are, in whatever order
/// they stand; numbers when their values are, however they are written; strings when their characters are, however they are escaped. A number, a string
/// and a word are never equal.
/// </summary>
internal static class UniqueKey
{
    /// <summary>The key.</summary>
    /// <param name="target">The target.</param>
    /// <param name="parameters">One valid JSON value.</param>
    public static string Of(string target, RawJson parameters)
    {
        var form = new ArrayBufferWriter<byte>(256 + parameters.Utf8.Length);
        WriteText(form, 't', Encoding.UTF8.GetBytes(target));
        WriteValue(form, parameters.Utf8.Span);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(form.WrittenSpan, hash);
        return Base64Url.EncodeToString(hash);
    }

    private static void WriteValue(ArrayBufferWriter<byte> form, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        WriteValue(form, json, ref reader);
    }

    /// <summary>Writes the value that the reader stands on and leaves the reader at its end. Every part tells its kind and its length or its end.</summary>
    private static void WriteValue(ArrayBufferWriter<byte> form, ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(form, json, ref reader);
                break;
            case JsonTokenType.StartArray:
                form.Write("["u8);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) WriteValue(form, json, ref reader);
                form.Write("]"u8);
                break;
            case JsonTokenType.String:
                WriteText(form, 's', TextOf(ref reader));
                break;
            case JsonTokenType.Number:
                NumberForm.Write(form, reader.ValueSpan);
                break;
            default:
                form.Write(reader.ValueSpan);
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> form, ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var members = new List<(byte[] Name, int From, int To)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextOf(ref reader);
            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add((name, from, (int)reader.BytesConsumed));
        }

        members.Sort(static (a, b) =>
        {
            var order = a.Name.AsSpan().SequenceCompareTo(b.Name);
            return order != 0 ? order : a.From - b.From;
        });
        form.Write("{"u8);
        foreach (var (name, from, to) in members)
        {
            WriteText(form, 'm', name);
            WriteValue(form, json[from..to]);
        }

        form.Write("}"u8);
    }

    private static byte[] TextOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return reader.ValueSpan.ToArray();
        var text = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(text);
        return text[..length];
    }

    private static void WriteText(ArrayBufferWriter<byte> form, char kind, ReadOnlySpan<byte> text)
    {
        var head = form.GetSpan(5);
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], text.Length);
        form.Advance(5);
        form.Write(text);
    }
}
