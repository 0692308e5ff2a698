using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Wrapping;

/// <summary>Replacements of spans of a body, in source order and never overlapping. Line breaks of what is replaced are kept by the writer.</summary>
internal sealed class BodyEdits
{
    private readonly SortedList<int, BodyEdit> _items = [];

    public IEnumerable<BodyEdit> InOrder => _items.Values;

    public int Count => _items.Count;

    /// <summary>Adds a replacement; smaller ones inside it give way.</summary>
    /// <returns>False when it is there already, lies inside a larger one, or crosses one.</returns>
    public bool Add(BodyEdit edit)
    {
        foreach (var other in _items.Values.Where(other => other.Span.IntersectsWith(edit.Span) && Conflict(other.Span, edit.Span)).ToList())
        {
            if (!edit.Span.Contains(other.Span) || (edit.Span == other.Span && edit.Text == other.Text)) return false;
            _items.Remove(other.Span.Start);
        }

        _items[edit.Span.Start] = edit;
        return true;
    }

    public BodyEdits Clone()
    {
        var copy = new BodyEdits();
        foreach (var (start, edit) in _items) copy._items[start] = edit;
        return copy;
    }

    private static bool Conflict(TextSpan a, TextSpan b) => a.OverlapsWith(b) || a.Start == b.Start;
}

/// <summary>One replacement.</summary>
/// <param name="Span">What is replaced.</param>
/// <param name="Text">The new text, without line breaks.</param>
internal readonly record struct BodyEdit(TextSpan Span, string Text);
