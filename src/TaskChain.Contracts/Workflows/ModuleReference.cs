namespace TaskChain.Contracts.Workflows;

/// <summary>A module that a task needs.</summary>
/// <param name="Name">Module name.</param>
/// <param name="Ver">SemVer, commit SHA or NuGet range; absent means the module's current version.</param>
public sealed record ModuleReference(string Name, string? Ver = null)
{
    /// <summary>A module without a version, as the old form writes it.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is it.")]
    public static implicit operator ModuleReference(string name) => new(name);
}
