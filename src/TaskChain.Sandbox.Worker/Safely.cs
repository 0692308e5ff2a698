namespace TaskChain.Sandbox.Worker;

/// <summary>Reads what bodies and modules may override, without trusting it.</summary>
internal static class Safely
{
    private const int MaxText = 8192;

    /// <summary>An exception's message, however its class behaves.</summary>
    public static string MessageOf(Exception exception) =>
        Text(() => exception.Message) ?? $"(The message of {exception.GetType()} could not be read.)";

    /// <summary>A text or null, bounded; null when reading it fails.</summary>
    public static string? Text(Func<string?> read)
    {
        try
        {
            var text = read();
            return text is { Length: > MaxText } ? string.Concat(text.AsSpan(0, MaxText), "…") : text;
        }
        catch (Exception)
        {
            return null;
        }
    }
}
