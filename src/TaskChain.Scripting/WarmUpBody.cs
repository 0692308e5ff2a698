namespace TaskChain.Scripting;

/// <summary>A body that takes the compiler through what real bodies use.</summary>
internal static class WarmUpBody
{
    private const string Text = """
        record Step(string Name, int Weight);
        var steps = new List<Step> { new("a", 1), new("b", 2) };
        var total = steps.Where(step => step.Weight > 0).Select(step => step.Weight).Sum();
        foreach (var step in steps) log.Info($"{step.Name}: {step.Weight}");
        try
        {
            await Task.Delay(TimeSpan.Zero, cancellation);
            job["total"] = total;
        }
        catch (InvalidOperationException e) when (total > 1)
        {
            return job.Fail(e.Message);
        }
        if (WORKFLOW_VERSIONING && total > 2) return new JsonObject { ["total"] = total, ["uuid"] = job.Uuid };
        return job.Params.GetString("missing", null);
        """;

    public static void Run(ScriptCompiler compiler, CancellationToken cancellationToken)
    {
        var result = compiler.Compile(new ScriptRequest { Body = Text, Modules = [] }, cancellationToken);
        if (result.Assembly is null)
        {
            throw new InvalidOperationException($"The compiler cannot compile its own warm-up body: {result.Problems[0].Message}");
        }
    }
}
