namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>What a workflow was granted, shared between runs.</summary>
internal sealed class RunGrants(ScriptVariables variables)
{
    /// <summary>Plain variables.</summary>
    public IReadOnlyDictionary<string, string> Config => variables.Config;

    /// <summary>Secrets.</summary>
    public IReadOnlyDictionary<string, string> Secrets => variables.Secrets;

    /// <summary>Masks the secrets' values.</summary>
    public SecretMask Mask { get; } = new(variables.Secrets.Values);
}
