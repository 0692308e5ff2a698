using System.Security.Cryptography;
using System.Text;
using TaskChain.Api.Options;
using TaskChain.Sandbox;

namespace TaskChain.Api.Hosting;

/// <summary>The variables and secrets of the options, as workers are given them.</summary>
internal static class Grants
{
    /// <summary>All of them, keyed by their content.</summary>
    public static ScriptVariables Of(TaskChainOptions options)
    {
        if (options.Variables.Count == 0 && options.Secrets.Count == 0) return ScriptVariables.Empty;
        var text = new StringBuilder();
        Append(text, options.Variables);
        text.Append('\u0001');
        Append(text, options.Secrets);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        return new ScriptVariables(key, options.Variables, options.Secrets);
    }

    private static void Append(StringBuilder text, Dictionary<string, string> values)
    {
        foreach (var (name, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal)) text.Append(name).Append('\0').Append(value).Append('\0');
    }
}
