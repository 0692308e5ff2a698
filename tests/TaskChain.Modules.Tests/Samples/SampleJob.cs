using System.Text.Json.Nodes;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>One job of a sample, with things of its own in the datacenter.</summary>
/// <param name="Target">The job's target.</param>
/// <param name="Params">Its parameters.</param>
/// <param name="About">Ids of its things, by which the datacenter lists what is left of them and what was done to them.</param>
internal sealed record SampleJob(string Target, JsonObject Params, IReadOnlyList<string> About)
{
    /// <summary>A text parameter.</summary>
    public string this[string name] => (string)Params[name]!;
}
