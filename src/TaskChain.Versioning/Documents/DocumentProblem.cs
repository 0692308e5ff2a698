namespace TaskChain.Versioning.Documents;

/// <summary>Something that is wrong with a file, or worth a warning.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the file, empty for the whole of it; for a package the path of an entry.</param>
/// <param name="Message">A sentence that stands alone.</param>
/// <param name="IsWarning">True when the file is usable all the same.</param>
public sealed record DocumentProblem(string Pointer, string Message, bool IsWarning = false);
