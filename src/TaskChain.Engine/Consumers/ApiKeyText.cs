using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace TaskChain.Engine.Consumers;

/// <summary>
/// The text of a key: <c>tc_</c>, its id as 32 hexadecimal digits, <c>_</c>, and 43 random letters and digits, which are 256 bits. So much chance cannot be
/// guessed, hence one round of SHA-256 is enough to keep.
/// </summary>
internal static class ApiKeyText
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const string Prefix = "tc_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 32;
    private const int SecretLength = 43;
    private const int Length = 3 + IdLength + 1 + SecretLength;

    private static readonly SearchValues<char> SecretCharacters = SearchValues.Create(Alphabet);

    /// <summary>Makes a key.</summary>
    public static string Make(Guid id) => $"{Prefix}{id:N}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";

    /// <summary>The id in a text; false when the text cannot be a key's.</summary>
    public static bool TryReadId(ReadOnlySpan<char> text, out Guid id)
    {
        id = default;
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[Prefix.Length + IdLength] != '_') return false;
        return !text[^SecretLength..].ContainsAnyExcept(SecretCharacters) && Guid.TryParseExact(text.Slice(Prefix.Length, IdLength), "N", out id);
    }

    /// <summary>The hash of a text that <see cref="TryReadId"/> takes.</summary>
    public static void Hash(ReadOnlySpan<char> text, Span<byte> hash)
    {
        Span<byte> ascii = stackalloc byte[Length];
        SHA256.HashData(ascii[..Encoding.ASCII.GetBytes(text, ascii)], hash);
    }
}
