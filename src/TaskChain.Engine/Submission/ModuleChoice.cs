using TaskChain.Engine.Modules;
using TaskChain.Sandbox.Protocol;
using TaskChain.Versioning;

namespace TaskChain.Engine.Submission;

/// <summary>A module of a task while versions for it are tried.</summary>
internal sealed class ModuleChoice(
    ModuleDemand demand, ModuleRecord record, string? requested, IReadOnlyList<Candidate> candidates, CompatBreak? broken)
{
    private int _position;

    public ModuleDemand Demand { get; } = demand;

    public ModuleRecord Record { get; } = record;

    /// <summary>The version the job code counts as written against; a range's lower bound.</summary>
    public string? Requested { get; } = requested;

    /// <summary>Best first; empty when the table forbids all that is installed.</summary>
    public IReadOnlyList<Candidate> Candidates { get; } = candidates;

    /// <summary>Newer installed versions that the table forbids, or null.</summary>
    public CompatBreak? Broken { get; } = broken;

    /// <summary>The version being tried; null when there is none left.</summary>
    public Candidate? Current => _position < Candidates.Count ? Candidates[_position] : null;

    /// <summary>What to bind against: the version being tried, else the best one, so that the hits can be told.</summary>
    public InstalledVersion Bound => Current?.Version ?? Broken?.Available ?? Candidates[0].Version;

    public bool IsExhausted => _position >= Candidates.Count;

    /// <summary>True when the versions that were tried are newer than the request: the consumer is behind.</summary>
    public bool IsBehind => Broken is not null || (Candidates.Count > 0 && Candidates[0].Relation == CandidateRelation.Newer);

    public void TryNext() => _position++;

    /// <summary>Goes back to the best candidate, to explain why none fits.</summary>
    public void ShowBest() => _position = 0;

    public LockedModule ToLocked()
    {
        var bound = Bound;
        return new LockedModule(
            Demand.Alias, Demand.Name, Requested, bound.Version, bound.ContentHash, bound.Manifest.Assembly, bound.Manifest.Entry);
    }

    public CompileModule ToCompile(IReadOnlyList<KnownModuleVersion> known) =>
        new(Demand.Alias, Demand.Name, Requested, Bound.Version, Record.Facts, known);
}
