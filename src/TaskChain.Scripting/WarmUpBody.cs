using TaskChain.Versioning;

namespace TaskChain.Scripting;

/// <summary>Bodies that take the compiler through what real ones use, so that its code is ready: plain statements, and version branches on a module.</summary>
internal static class WarmUpBody
{
    private const string Plain = """
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

    private const string Branching = """
        var have = wf_current_versions["module"].ver;
        if (isVerGrtrThan(have, "1.0.0"))
        {
            var later = await module.Later(job.Params.GetString("id"));
            return later.Name;
        }
        return module.Entries.Count + module.Find("1.0.0").ToString();
        """;

    public static void Run(ScriptCompiler compiler, CancellationToken cancellationToken)
    {
        Compile(compiler, Plain, [], cancellationToken);

        // An assembly that is at hand plays a module in two versions, with a body that was written against a third.
        var path = typeof(VersionHistory).Assembly.Location;
        var entry = typeof(VersionHistory).FullName ?? nameof(VersionHistory);
        var module = new ScriptModule(
            "module", "module", "2.0.0", "1.0.0", [new("0.9.0", false), new("1.0.0", false)],
            [new ModuleBuild("0.9.0", "warm-up 0.9.0", path, entry), new ModuleBuild("1.0.0", "warm-up 1.0.0", path, entry)]);
        Compile(compiler, Branching, [module], cancellationToken);
    }

    private static void Compile(ScriptCompiler compiler, string body, IReadOnlyList<ScriptModule> modules, CancellationToken cancellationToken)
    {
        var result = compiler.Compile(new ScriptRequest { Body = body, Modules = modules }, cancellationToken);
        if (result.Assembly is null) throw new InvalidOperationException($"The compiler cannot compile its own warm-up body: {result.Problems[0].Message}");
    }
}
