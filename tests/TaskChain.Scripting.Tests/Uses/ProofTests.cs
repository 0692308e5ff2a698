using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.Uses;

public sealed class ProofTests
{
    [Fact]
    public void Uses_OfABody_AreListedInSourceOrder()
    {
        const string Body = """
            var t = await sdcClients.Cnapi.GetTask("a");
            sdcClients.Cnapi.Timeout = Cnapi.PageSize;
            if (sdcClients.Cnapi.State("a") == TaskState.Running) return t.Describe();
            return new TaskInfo { Id = "b" };
            """;

        var uses = Script.Compile(Body, Sdc.Module("9.0.3", "9.0.2")).Uses;

        Assert.Equal(
            [
                "P:Sdc.SdcClients.Cnapi(1,26)", "M:Sdc.Cnapi.GetTask(System.String)(1,32)", "P:Sdc.SdcClients.Cnapi(2,12)", "P:Sdc.Cnapi.Timeout(2,18)",
                "T:Sdc.Cnapi(2,28)", "F:Sdc.Cnapi.PageSize(2,34)", "P:Sdc.SdcClients.Cnapi(3,16)", "M:Sdc.Cnapi.State(System.String)(3,22)", "T:Sdc.TaskState(3,36)",
                "F:Sdc.TaskState.Running(3,46)", "M:Sdc.CnapiExtensions.Describe(Sdc.TaskInfo)(3,64)", "M:Sdc.TaskInfo.#ctor(4,8)", "T:Sdc.TaskInfo(4,12)", "P:Sdc.TaskInfo.Id(4,23)",
            ],
            uses.Select(use => $"{use.Symbol}({use.Line},{use.Column})"));
        Assert.All(uses, use => Assert.Equal((true, "9.0.2", Reach.Live), (use.Present, use.AddedIn, use.Reach)));
    }

    [Fact]
    public void Uses_OfANewMember_SayWhenItWasAdded() =>
        Assert.Equal("9.0.3", Script.Compile("await sdcClients.Cnapi.WaitTask(\"a\");", Sdc.Module("9.1.0")).Uses.Single(use => use.Member == "Cnapi.WaitTask(string)").AddedIn);

    [Theory]
    [InlineData("return await sdcClients.Cnapi.GetTask(\"a\");", Fit.Compatible, "")]
    [InlineData("return await sdcClients.Cnapi.Ping(\"a\", 1);", Fit.Compatible, "")]
    [InlineData("return await sdcClients.Cnapi.Ping();", Fit.Rebound, "Line 1: The default of 'times' of 'Cnapi.Ping(string, int)' is 2; in 9.0.2 it is 1.")]
    [InlineData("var x = 1;\nreturn Cnapi.PageSize;", Fit.Rebound, "Line 2: The value of 'Cnapi.PageSize' is 250; in 9.0.2 it is 100.")]
    [InlineData("return TaskState.Running;", Fit.Rebound, "Line 1: The value of 'TaskState.Running' is 2; in 9.0.2 it is 1.")]
    [InlineData("return sdcClients.Cnapi.State(\"a\");", Fit.Compatible, "")]
    [InlineData("dynamic d = sdcClients.Cnapi;\nreturn 1;", Fit.Unknown, "Line 1: 'sdcClients.Cnapi' becomes dynamic.")]
    [InlineData("return sdcClients.Cnapi.GetType().Name;", Fit.Unknown, "Line 1: The type of 'sdcClients.Cnapi' is inspected at run time.")]
    [InlineData("if (!isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.3\")) return Cnapi.PageSize;\nreturn 1;", Fit.Compatible, "")]
    public void Fit_OfANewerVersionThanRequested_TellsWhatDiffers(string body, Fit expected, string evidence)
    {
        var script = Script.Compile(body, Sdc.Module("9.1.0", "9.0.2"));

        var fit = Assert.Single(script.Fits);
        Assert.Equal((expected, evidence), (fit.Fit, string.Join(' ', fit.Evidence)));
    }

    [Fact]
    public void Fit_OverloadThatWins_IsRebound()
    {
        var build1 = ModuleFixture.Build("Over", "1.0.0", "namespace Over; public class Entry { public int F(long x) => 1; }", "Over.Entry");
        var build2 = ModuleFixture.Build("Over", "1.1.0", "namespace Over; public class Entry { public int F(long x) => 1; public int F(int x) => 2; }", "Over.Entry");
        var module = new ScriptModule("over", "over", "1.0.0", "1.1.0", [new("1.0.0", false), new("1.1.0", false)], [build1, build2]);

        var fit = Assert.Single(Script.Compile("return over.F(1);", module).Fits);

        Assert.Equal((Fit.Rebound, "Line 1: 'Entry.F(int)' is bound; in 1.0.0 it is 'Entry.F(long)'."), (fit.Fit, fit.Evidence[0]));
    }

    [Fact]
    public void Fit_ReturnTypeChanged_IsRefusedOrRebound()
    {
        var build1 = ModuleFixture.Build("Ret", "1.0.0", "namespace Ret; public class Entry { public int F() => 1; public int G() => 1; }", "Ret.Entry");
        var build2 = ModuleFixture.Build("Ret", "2.0.0", "namespace Ret; public class Entry { public long F() => 1; public string G() => \"\"; }", "Ret.Entry");
        var module = new ScriptModule("ret", "ret", "1.0.0", "2.0.0", [new("1.0.0", false), new("2.0.0", true)], [build1, build2]);

        Assert.Equal(Fit.Rebound, Assert.Single(Script.Compile("return ret.F();", module).Fits).Fit);
        var problem = Script.Error(Script.Compile("int x = ret.G();\nreturn x;", module));
        Assert.Equal((ProblemCode.ModuleMemberMissing, 1), (problem.Code, problem.Line));
    }

    [Fact]
    public void Fit_OfABodyThatDoesNotCompile_IsBroken() =>
        Assert.Equal(Fit.Broken, Assert.Single(Script.Compile("return nope;", Sdc.Module("9.0.2")).Fits).Fit);

    [Theory]
    [InlineData("return job.Params.GetString(\"a\");", false)]
    [InlineData("job[\"a\"] = 1; return job.Attempt;", false)]
    [InlineData("return job.Results[0];", true)]
    [InlineData("return job?.Results.Count;", true)]
    [InlineData("var j = job; return 1;", true)]
    [InlineData("return job is { Attempt: 1 };", true)]
    [InlineData("void F(JobContext c) { } F(job); return 1;", true)]
    [InlineData("var Results = 1; return Results;", false)]
    public void ReadsResults_OfABody_IsTold(string body, bool expected) => Assert.Equal(expected, Script.Compile(body).ReadsResults);
}
