using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Apg;

/// <summary>Makes random passwords.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class PasswordGenerator
{
    // Nothing that looks like something else, and nothing that a shell minds.
    private const string Characters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#()*+,-;<=>?^_{|}~";

    /// <summary>Makes a password from the machine's source of randomness.</summary>
    /// <param name="length">Its length, at least 8.</param>
    public string Generate(int length = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 8);
        return RandomNumberGenerator.GetString(Characters, length);
    }
}
