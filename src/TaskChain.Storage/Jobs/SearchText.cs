using System.Security.Cryptography;
using System.Text;
using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Jobs;

/// <summary>Search terms as the database has them: an index takes only short texts, and the database no zero character.</summary>
internal static class SearchText
{
    private const int MaxLength = 200;

    public static string Of(SearchTerm term) => term.Value.Length <= MaxLength && !term.Value.Contains('\0', StringComparison.Ordinal)
        ? term.Value
        : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(term.Value)));
}
