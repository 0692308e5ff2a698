namespace TaskChain.Cli;

/// <summary>There is no such thing.</summary>
/// <param name="message">Which.</param>
internal sealed class MissingException(string message) : Exception(message);
