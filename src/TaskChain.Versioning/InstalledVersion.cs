using TaskChain.Versioning.Packages;

namespace TaskChain.Versioning;

/// <summary>A module version that this service can give to tasks.</summary>
/// <param name="Version">SemVer or SHA.</param>
/// <param name="ContentHash">SHA-256 of the package, lower-case hexadecimal.</param>
/// <param name="Manifest">The manifest inside the package.</param>
public sealed record InstalledVersion(string Version, string ContentHash, ModuleManifest Manifest);
