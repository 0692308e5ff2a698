namespace TaskChain.Scripting;

/// <summary>What came of compiling a body.</summary>
public sealed record CompiledScript
{
    /// <summary>The emitted assembly with embedded symbols; null when there are errors.</summary>
    public byte[]? Assembly { get; init; }

    /// <summary>SHA-256 of <see cref="Assembly"/>, lower-case hexadecimal; null when there are errors.</summary>
    public string? Hash { get; init; }

    /// <summary>Errors and warnings in the body's own coordinates, in source order.</summary>
    public required IReadOnlyList<ScriptProblem> Problems { get; init; }

    /// <summary>Module members that the body uses, present or missing, in source order.</summary>
    public IReadOnlyList<SymbolUse> Uses { get; init; } = [];

    /// <summary>One per module of the request, in its order.</summary>
    public IReadOnlyList<ModuleFit> Fits { get; init; } = [];

    /// <summary>True when the body reads <c>job.Results</c>, or hands <c>job</c> to code that might.</summary>
    public bool ReadsResults { get; init; }
}
