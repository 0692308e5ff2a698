using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Submission;

/// <summary>Everything found wrong with one request. Not thread-safe.</summary>
internal sealed class ProblemList
{
    private readonly List<ProblemItem> _problems = [];
    private readonly List<ProblemItem> _warnings = [];

    public IReadOnlyList<ProblemItem> Problems => _problems;

    public IReadOnlyList<ProblemItem> Warnings => _warnings;

    public void Add(ProblemItem item) => _problems.Add(item);

    public void Warn(ProblemItem item) => _warnings.Add(item);
}
