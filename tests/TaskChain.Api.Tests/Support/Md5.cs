using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TaskChain.Api.Tests.Support;

/// <summary>What <c>Content-MD5</c> must say.</summary>
internal static class Md5
{
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The header is defined as MD5.")]
    public static byte[] Of(ReadOnlySpan<byte> body) => MD5.HashData(body);
}
