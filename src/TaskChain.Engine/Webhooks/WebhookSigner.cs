using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TaskChain.Engine.Webhooks;

/// <summary>Signs deliveries as Standard Webhooks 1.0 says: HMAC-SHA256 over id, timestamp and body, joined by full stops.</summary>
internal static class WebhookSigner
{
    private const int SecretLength = 32;

    /// <summary>A new secret.</summary>
    public static byte[] MakeSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>A secret as its receiver is given it.</summary>
    public static string Text(ReadOnlySpan<byte> secret) => "whsec_" + Convert.ToBase64String(secret);

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public static string Sign(ReadOnlySpan<byte> secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(hash);
        return "v1," + Convert.ToBase64String(hash);
    }
}
