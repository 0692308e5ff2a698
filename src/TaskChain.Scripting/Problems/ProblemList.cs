using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Problems;

/// <summary>Collects problems of one body and turns offsets into lines and columns. A problem is reported once.</summary>
internal sealed class ProblemList(SourceText body)
{
    /// <summary>Most problems told of one body: nobody reads more, and rubbish makes tens of thousands.</summary>
    public const int MaxProblems = 100;

    private readonly List<ScriptProblem> _items = [];
    private readonly HashSet<(string Id, int Line, int Column, string Message)> _seen = [];

    public bool HasErrors { get; private set; }

    public void AddError(string id, TextSpan? span, string message) => Add(ProblemCode.ScriptInvalid, id, isError: true, span, message);

    public void Add(string code, string id, bool isError, TextSpan? span, string message)
    {
        var (line, column) = LineColumn(span);
        Add(new ScriptProblem(code, id, isError, line, column, message));
    }

    public void Add(ScriptProblem problem)
    {
        if (!_seen.Add((problem.Id, problem.Line, problem.Column, problem.Message))) return;
        HasErrors |= problem.IsError;
        _items.Add(problem);
    }

    /// <summary>Line and column from 1; zeros for what belongs to no line.</summary>
    public (int Line, int Column) LineColumn(TextSpan? span)
    {
        if (span is not { } there) return (0, 0);
        var position = body.Lines.GetLinePosition(Math.Min(there.Start, body.Length));
        return (position.Line + 1, position.Character + 1);
    }

    /// <summary>The problems; of too many, the first errors, and how many were left out.</summary>
    public IReadOnlyList<ScriptProblem> InSourceOrder()
    {
        var told = _items.OrderByDescending(item => item.IsError && _items.Count > MaxProblems).ThenBy(item => item.Line).ThenBy(item => item.Column).Take(MaxProblems);
        if (_items.Count <= MaxProblems) return [.. told];
        var rest = new ScriptProblem(
            ProblemCode.Warning, ProblemId.MoreProblems, IsError: false, 0, 0, $"{_items.Count - MaxProblems} further problems are not listed. Solve these first.");
        return [.. told, rest];
    }
}
