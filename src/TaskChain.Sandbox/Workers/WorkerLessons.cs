using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Workers;

/// <summary>What one worker has been sent already, and under which numbers.</summary>
internal sealed class WorkerLessons
{
    private readonly Dictionary<string, int> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);

    /// <summary>Number of different bodies it was sent.</summary>
    public int Scripts => _scripts.Count;

    /// <summary>True when the worker has the body.</summary>
    public bool Knows(string scriptHash) => _scripts.ContainsKey(scriptHash);

    /// <summary>Writes a module set if the worker lacks it.</summary>
    /// <returns>False when it is larger than a frame may be.</returns>
    public bool TryWrite(FrameBuffer buffer, ModuleSet set) => TryWrite(buffer, set, out _);

    /// <summary>Writes what the worker lacks for a run, and the run itself.</summary>
    /// <returns>False when a part of it is larger than a frame may be.</returns>
    public bool TryWrite(FrameBuffer buffer, long runId, TaskRun run)
    {
        var fits = true;
        if (!_scripts.TryGetValue(run.ScriptHash, out var script))
        {
            fits &= WorkerKnowledge.WriteScript(buffer, script = _scripts.Count, run.ScriptHash, run.Assembly);
            _scripts.Add(run.ScriptHash, script);
        }

        fits &= TryWrite(buffer, run.Modules, out var modules);
        if (!_variables.TryGetValue(run.Variables.Key, out var variables))
        {
            fits &= WorkerKnowledge.WriteVariables(buffer, variables = _variables.Count, run.Variables);
            _variables.Add(run.Variables.Key, variables);
        }

        buffer.Begin(FrameKind.Run);
        RunRequest.Write(buffer, runId, (script, modules, variables), run);
        return buffer.End() && fits;
    }

    private bool TryWrite(FrameBuffer buffer, ModuleSet set, out int number)
    {
        if (_modules.TryGetValue(set.Key, out number)) return true;
        number = _modules.Count;
        _modules.Add(set.Key, number);
        return WorkerKnowledge.WriteModules(buffer, number, set);
    }
}
