namespace TaskChain.Scripting.Guards;

/// <summary>A version that is known at compile time, as <c>VersionValue</c> would hold it.</summary>
/// <param name="Module">The module that it carries, or null for a bare string.</param>
/// <param name="Text">Its text.</param>
internal readonly record struct VersionConstant(string? Module, string Text);
