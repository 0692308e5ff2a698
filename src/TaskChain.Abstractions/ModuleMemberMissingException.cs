namespace TaskChain;

/// <summary>A late-bound use of a module member was reached that the given version does not have.</summary>
public sealed class ModuleMemberMissingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="module">Module name.</param>
    /// <param name="version">The version the task was given.</param>
    /// <param name="member">The member, as source would name it.</param>
    /// <param name="addedIn">The oldest known version that has it, or null.</param>
    /// <param name="line">Line in the body, from 1.</param>
    /// <param name="column">Column in the body, from 1.</param>
    public ModuleMemberMissingException(string module, string version, string member, string? addedIn, int line, int column)
        : base($"Module '{module}' {version} has no '{member}'{(addedIn is null ? "" : $" (added in {addedIn})")}; used on line {line}. "
            + "Guard the use with isVerGrtrThan(...) or has(...), or ask for a newer version in modules_plus.")
    {
        Module = module;
        Version = version;
        Member = member;
        AddedIn = addedIn;
        Line = line;
        Column = column;
    }

    /// <summary>Module name.</summary>
    public string Module { get; }

    /// <summary>The version the task was given.</summary>
    public string Version { get; }

    /// <summary>The missing member.</summary>
    public string Member { get; }

    /// <summary>The oldest known version that has it, or null.</summary>
    public string? AddedIn { get; }

    /// <summary>Line in the body, from 1.</summary>
    public int Line { get; }

    /// <summary>Column in the body, from 1.</summary>
    public int Column { get; }
}
