using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Wrapping;

/// <summary>Where the body's text stands in generated source, in both directions. Generated text maps to nothing.</summary>
internal sealed class SourceMap
{
    private readonly List<Piece> _pieces = [];

    public void AddVerbatim(int generated, TextSpan body) => _pieces.Add(new Piece(new TextSpan(generated, body.Length), body, Verbatim: true));

    public void AddReplaced(TextSpan generated, TextSpan body) => _pieces.Add(new Piece(generated, body, Verbatim: false));

    /// <summary>The place in the body of a place in the generated source; null when it is generated.</summary>
    public TextSpan? ToBody(TextSpan generated)
    {
        if (At(generated.Start, atEnd: false) is not { } first) return null;
        var start = first.Verbatim ? first.Body.Start + (generated.Start - first.Generated.Start) : first.Body.Start;
        if (generated.IsEmpty) return new TextSpan(start, 0);
        var end = At(generated.End, atEnd: true) switch
        {
            { Verbatim: true } last => last.Body.Start + (generated.End - last.Generated.Start),
            { } last => last.Body.End,
            null => first.Body.End, // It runs into generated text: an error at the body's end.
        };
        return TextSpan.FromBounds(start, Math.Max(start, end));
    }

    /// <summary>True when a place in the generated source has to do with replaced text of the body.</summary>
    public bool IsReplaced(TextSpan generated) => _pieces.Exists(piece => !piece.Verbatim && piece.Generated.IntersectsWith(generated));

    /// <summary>The place in the generated source of a span of the body; null when it is not there unchanged.</summary>
    public TextSpan? ToGenerated(TextSpan body)
    {
        foreach (var piece in _pieces)
        {
            if (piece.Verbatim && piece.Body.Contains(body)) return new TextSpan(piece.Generated.Start + (body.Start - piece.Body.Start), body.Length);
        }

        return null;
    }

    private Piece? At(int position, bool atEnd)
    {
        int low = 0, high = _pieces.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var span = _pieces[middle].Generated;
            if (atEnd ? position <= span.Start : position < span.Start) high = middle - 1;
            else if (atEnd ? position > span.End : position >= span.End) low = middle + 1;
            else return _pieces[middle];
        }

        // The end of the last piece still belongs to the body: that is where a missing token is reported.
        return !atEnd && high >= 0 && _pieces[high].Generated.End == position ? _pieces[high] : null;
    }

    private readonly record struct Piece(TextSpan Generated, TextSpan Body, bool Verbatim);
}
