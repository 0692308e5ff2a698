using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Wrapping;

/// <summary>Writes generated source that contains parts of a body, and remembers where they are.</summary>
internal sealed class SourceWriter(SourceText body)
{
    private readonly StringBuilder _text = new(1024 + (body.Length * 2));

    public SourceMap Map { get; } = new();

    public int Position => _text.Length;

    public SourceWriter Write(string generated)
    {
        _text.Append(generated);
        return this;
    }

    /// <summary>Writes the parts of the body that are kept, with edits; the rest becomes blanks of the same shape, so that lines and columns stay.</summary>
    /// <param name="kept">Parts to write, in order.</param>
    /// <param name="edits">Replacements inside the kept parts.</param>
    /// <param name="always">Spans written also outside the kept parts.</param>
    public void WriteBody(IEnumerable<TextSpan> kept, IEnumerable<BodyEdit> edits, IReadOnlyList<TextSpan> always)
    {
        _text.Append("#line 1 \"").Append(ScriptAssembly.FileName).Append("\"\n");
        var pending = new Queue<BodyEdit>(edits);
        var position = 0;
        foreach (var part in kept)
        {
            Blank(TextSpan.FromBounds(position, part.Start), always);
            WritePart(part, pending);
            position = part.End;
        }

        Blank(TextSpan.FromBounds(position, body.Length), always);
        _text.Append("\n#line hidden\n");
    }

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);

    private void WritePart(TextSpan part, Queue<BodyEdit> edits)
    {
        while (edits.TryPeek(out var early) && early.Span.Start < part.Start) edits.Dequeue();
        var position = part.Start;
        while (edits.TryPeek(out var edit) && edit.Span.Start < part.End)
        {
            edits.Dequeue();
            Verbatim(TextSpan.FromBounds(position, edit.Span.Start));
            var start = _text.Length;
            _text.Append(edit.Text).Append('\n', LineBreaks(edit.Span));
            Map.AddReplaced(TextSpan.FromBounds(start, _text.Length), edit.Span);
            position = edit.Span.End;
        }

        Verbatim(TextSpan.FromBounds(position, part.End));
    }

    private void Verbatim(TextSpan span)
    {
        if (span.IsEmpty) return;
        Map.AddVerbatim(_text.Length, span);
        _text.Append(body.ToString(span));
    }

    private void Blank(TextSpan span, IReadOnlyList<TextSpan> always)
    {
        var position = span.Start;
        foreach (var directive in always)
        {
            if (directive.Start < position || directive.End > span.End) continue;
            Spaces(TextSpan.FromBounds(position, directive.Start));
            _text.Append(body.ToString(directive));
            position = directive.End;
        }

        Spaces(TextSpan.FromBounds(position, span.End));
    }

    private void Spaces(TextSpan span)
    {
        for (var i = span.Start; i < span.End; i++) _text.Append(IsLineBreak(body[i]) ? body[i] : ' ');
    }

    private int LineBreaks(TextSpan span) =>
        body.Lines.GetLinePosition(span.End).Line - body.Lines.GetLinePosition(span.Start).Line;

    private static bool IsLineBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';
}
