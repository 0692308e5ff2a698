using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>The part of a stack trace that its author can use: the lines of the body.</summary>
internal static class BodyFrames
{
    private const int MaxFrames = 50;

    /// <summary>Gives one line per frame in the body, innermost first; null when there is none.</summary>
    public static string? Of(Exception exception)
    {
        var text = new StringBuilder();
        var count = 0;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            var file = Path.GetFileName(frame.GetFileName());
            if (!string.Equals(file, ScriptAssembly.FileName, StringComparison.Ordinal) || ++count > MaxFrames) continue;
            if (text.Length > 0) text.Append('\n');
            text.Append("at ");
            if (LocalFunction(frame.GetMethod()?.Name) is { } name) text.Append(name).Append(" in ");
            text.Append(CultureInfo.InvariantCulture, $"{ScriptAssembly.FileName}:line {frame.GetFileLineNumber()}");
        }

        if (count > MaxFrames) text.Append(CultureInfo.InvariantCulture, $"\n… and {count - MaxFrames} more");
        return text.Length == 0 ? null : text.ToString();
    }

    // The compiler names a local function <Method>g__Name|0_0.
    private static string? LocalFunction(string? method)
    {
        const string mark = ">g__";
        if (method is null) return null;
        var start = method.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0) return null;
        var name = method.AsSpan(start + mark.Length);
        var end = name.IndexOf('|');
        return end < 0 ? name.ToString() : name[..end].ToString();
    }
}
