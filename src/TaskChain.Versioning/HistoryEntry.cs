namespace TaskChain.Versioning;

/// <summary>One version in a module's history.</summary>
/// <param name="Version">SemVer 2.0 or a commit SHA.</param>
/// <param name="Breaks">True when it breaks compatibility with the entry before it.</param>
/// <param name="Reason">What broke, for the people whose jobs are refused; null when nothing was said.</param>
/// <param name="Note">A remark for maintainers; null for none.</param>
public sealed record HistoryEntry(string Version, bool Breaks, string? Reason = null, string? Note = null);
