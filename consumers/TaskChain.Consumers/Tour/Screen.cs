namespace TaskChain.Consumers.Tour;

/// <summary>Writes lines for people: colour only on a terminal and without <c>NO_COLOR</c>, one writer at a time.</summary>
internal sealed class Screen
{
    private readonly TextWriter _writer;
    private readonly bool _colour;
    private readonly Lock _lock = new();

    /// <summary>Creates a screen.</summary>
    /// <param name="writer">Where lines go.</param>
    /// <param name="colour">True to colour them.</param>
    public Screen(TextWriter writer, bool colour)
    {
        _writer = writer;
        _colour = colour;
    }

    /// <summary>The process's standard output.</summary>
    public static Screen Standard() =>
        new(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    /// <summary>Writes a line.</summary>
    public void Line(string text = "")
    {
        lock (_lock)
        {
            _writer.WriteLine(text);
            _writer.Flush();
        }
    }

    /// <summary>Writes a heading after an empty line.</summary>
    public void Heading(string text) => Line("\n" + Bold(text));

    /// <summary>Important text.</summary>
    public string Bold(string text) => Paint("1", text);

    /// <summary>Text about something that went well.</summary>
    public string Good(string text) => Paint("32", text);

    /// <summary>Text about something that went wrong.</summary>
    public string Bad(string text) => Paint("31", text);

    /// <summary>Text that deserves a second look.</summary>
    public string Notable(string text) => Paint("33", text);

    /// <summary>Text of less weight.</summary>
    public string Faint(string text) => Paint("2", text);

    private string Paint(string code, string text) => _colour ? $"\e[{code}m{text}\e[0m" : text;
}
