namespace TaskChain.Engine.Ports;

/// <summary>Scopes as words on the wire and in stores.</summary>
public static class KeyScopeWords
{
    /// <summary>All words, in the order in which they are listed.</summary>
    public static IReadOnlyList<string> All { get; } = ["submit", "read", "operate", "maintain"];

    /// <summary>The words of a set.</summary>
    public static string[] Of(KeyScopes scopes)
    {
        var words = new List<string>(All.Count);
        for (var i = 0; i < All.Count; i++)
        {
            if (((int)scopes & (1 << i)) != 0) words.Add(All[i]);
        }

        return [.. words];
    }

    /// <summary>The scope of a word; <see cref="KeyScopes.None"/> when it is not known.</summary>
    public static KeyScopes Read(string? word)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i], word, StringComparison.Ordinal)) return (KeyScopes)(1 << i);
        }

        return KeyScopes.None;
    }

    /// <summary>The set of words; unknown ones (of a newer release) allow nothing here.</summary>
    public static KeyScopes Read(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var scopes = KeyScopes.None;
        foreach (var word in words) scopes |= Read(word);
        return scopes;
    }
}
