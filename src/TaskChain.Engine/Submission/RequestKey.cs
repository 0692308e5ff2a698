using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TaskChain.Engine.Services;

namespace TaskChain.Engine.Submission;

/// <summary>
/// An idempotency key with the request it came with. Ids are made of the consumer and the key, so that the same request finds what it stored before
/// without a table of keys; the fingerprint tells another request under the same key.
/// </summary>
internal sealed class RequestKey
{
    /// <summary>What is wrong with a request that names what it posts in two ways.</summary>
    public const string UuidProblem = "'uuid' and the header 'Idempotency-Key' both name what is posted. Leave one of them out.";

    private readonly string? _consumer;
    private readonly string _key;

    private RequestKey(string? consumer, string key, string fingerprint)
    {
        _consumer = consumer;
        _key = key;
        Fingerprint = fingerprint;
    }

    /// <summary>Hash of the request.</summary>
    public string Fingerprint { get; }

    /// <summary>The key of a request, or null when it has none.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="kind">What the request asks for beside its body: its path.</param>
    /// <param name="body">Its body.</param>
    public static RequestKey? Of(SubmitContext context, string kind, ReadOnlySpan<byte> body)
    {
        if (context.IdempotencyKey is not { } key) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(kind));
        hash.AppendData([0]);
        hash.AppendData(body);
        return new RequestKey(context.Consumer, key, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The id of a job that the request posts.</summary>
    /// <param name="index">Its position among several; 0 for one alone.</param>
    public Guid JobId(int index = 0) => Make("job", index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The id of the workflow that the request posts.</summary>
    public Guid WorkflowId() => Make("workflow", "");

    /// <summary>The revision of the workflow that exactly this request posts.</summary>
    public Guid RevisionId() => Make("revision", Fingerprint);

    /// <summary>A version 8 UUID (RFC 9562): the meaning of its bits is the application's.</summary>
    private Guid Make(string kind, string detail)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, _consumer is null ? "-" : "+" + _consumer);
        Append(hash, _key);
        Append(hash, kind);
        Append(hash, detail);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }

    /// <summary>With its length, so that no two lists of texts read alike.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }
}
