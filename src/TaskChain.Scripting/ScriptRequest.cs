namespace TaskChain.Scripting;

/// <summary>One body to compile. The outcome depends on nothing else.</summary>
public sealed record ScriptRequest
{
    /// <summary>C# statements, at most <see cref="ScriptCompiler.MaxBodyBytes"/> bytes of UTF-8.</summary>
    public required string Body { get; init; }

    /// <summary>The task's modules with the versions to bind against.</summary>
    public required IReadOnlyList<ScriptModule> Modules { get; init; }

    /// <summary>True for fallback, onerror, oncancel and revert bodies: the global <c>error</c> exists.</summary>
    public bool HasError { get; init; }

    /// <summary>False emulates an old service: no version globals and no preprocessor symbols.</summary>
    public bool Versioning { get; init; } = true;

    /// <summary>True when unguarded uses of missing members become late-bound throws instead of errors.</summary>
    public bool ThrowOnMissingMembers { get; init; }
}
