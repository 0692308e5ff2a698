namespace TaskChain.Scripting.Uses;

/// <summary>Sums up a body's evidence into one verdict per module.</summary>
internal sealed class Verdicts(ScriptRequest request)
{
    private readonly List<(Fit Fit, int Line, string Sentence)>[] _evidence = [.. request.Modules.Select(_ => new List<(Fit, int, string)>())];

    /// <summary>Adds a piece of evidence on the module at a position of the request.</summary>
    public void Add(int module, Fit fit, int line, string sentence) => _evidence[module].Add((fit, line, line > 0 ? $"Line {line}: {sentence}" : sentence));

    /// <summary>Adds a piece of evidence on every module.</summary>
    public void AddToAll(Fit fit, string sentence)
    {
        for (var module = 0; module < _evidence.Length; module++) Add(module, fit, 0, sentence);
    }

    /// <summary>The worst evidence decides; all of it is told, worst first.</summary>
    public IReadOnlyList<ModuleFit> Sum() => [.. request.Modules.Select((module, i) => new ModuleFit(
        module.Alias,
        module.Name,
        module.Resolved,
        _evidence[i].Count == 0 ? Fit.Compatible : _evidence[i].Max(item => item.Fit),
        [.. _evidence[i].OrderByDescending(item => item.Fit).ThenBy(item => item.Line).Select(item => item.Sentence).Distinct(StringComparer.Ordinal)]))];
}
