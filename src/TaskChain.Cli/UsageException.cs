namespace TaskChain.Cli;

/// <summary>The command line can be read and makes no sense.</summary>
/// <param name="message">What is wrong and what is allowed.</param>
internal sealed class UsageException(string message) : Exception(message);
