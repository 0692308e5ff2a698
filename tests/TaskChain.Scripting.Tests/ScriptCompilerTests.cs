using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests;

public sealed class ScriptCompilerTests
{
    [Fact]
    public void WarmUp_OfANewCompiler_Succeeds() => new ScriptCompiler().WarmUp(TestContext.Current.CancellationToken);

    [Fact]
    public void Compile_ResolvedVersionIsNotAtHand_Throws()
    {
        var module = Sdc.Only("9.0.3", null, Sdc.At902);

        var e = Assert.Throws<ArgumentException>(() => Script.Compile("return 1;", module));

        Assert.Contains("'sdc-clients' 9.0.3 is not at hand", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_AssemblyFileIsGone_Throws()
    {
        var module = Sdc.Only("9.0.2", null, Sdc.At902 with { ContentHash = "gone", AssemblyPath = "/nonexistent/SdcClients.dll" });

        Assert.ThrowsAny<IOException>(() => Script.Compile("return 1;", module));
    }

    [Fact]
    public async Task Compile_FromManyThreads_GivesTheSame()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var hashes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Script.Compile("return await sdcClients.Cnapi.Ping(\"many\");", Sdc.Module("9.0.3", "9.0.2")).Hash, cancellation)));

        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [InlineData("return await sdcClients.Cnapi.GetTsk(\"a\");", "Did you mean 'GetTask'?")]
    [InlineData("return sdcClient.Cnapi;", "Did you mean 'SdcClients' or 'sdcClients'?")]
    [InlineData("return new TaskInfo { Idd = \"a\" };", "Did you mean 'Id'?")]
    [InlineData("TaskInfoo t = null;\nreturn t;", "Did you mean 'TaskInfo'?")]
    [InlineData("return (await sdcClients.Cnapi.GetTask(\"a\")).Discribe();", "Did you mean 'Describe'?")]
    [InlineData("return TaskState.Runing;", "Did you mean 'Running'?")]
    [InlineData("return isVerGreaterThan(\"a\", \"b\");", "Did you mean 'isVerGrtrThan'?")]
    public void Compile_MisspeltName_SuggestsTheNearest(string body, string hint) =>
        Assert.EndsWith(hint, Script.Error(Script.Compile(body, Sdc.Module("9.0.2"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Compile_UnknownMember_DoesNotTalkOfAssemblyReferences()
    {
        var problem = Script.Error(Script.Compile("return sdcClients.Cnapi.Xyzzy;", Sdc.Module("9.0.2")));

        Assert.EndsWith("could be found.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("if (job.Attempt > 0) { ", "}")]
    [InlineData("List<", ">")]
    [InlineData("[", "]")]
    [InlineData("x => { ", "}")]
    public void Compile_DeepNesting_IsTooComplexWhereItGetsDeep(string open, string close)
    {
        var body = "// deep\n" + string.Concat(Enumerable.Repeat(open, 1_500)) + "1" + string.Concat(Enumerable.Repeat(close, 1_500)) + ";";

        var problem = Script.Error(Script.Compile(body));

        Assert.Equal((ProblemCode.ScriptTooComplex, "TC1009", 2), (problem.Code, problem.Id, problem.Line));
    }

    [Fact]
    public void Compile_ReasonableNesting_IsFine() =>
        Assert.NotNull(Script.Compile("return " + new string('(', 100) + "1" + new string(')', 100) + ";").Assembly);

    [Fact]
    public void Compile_Rubbish_TellsTheFirstProblemsOnly()
    {
        var script = Script.Compile(string.Concat(Enumerable.Range(0, 2_000).Select(i => $"nope{i}();\n")), Sdc.Module("9.0.2", "9.0.3"));

        Assert.Equal(101, script.Problems.Count);
        Assert.Equal(("CS0103", 1), (script.Problems[0].Id, script.Problems[0].Line));
        Assert.StartsWith("1900 further problems", script.Problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_LocalsCombinedOverAndOver_TakesNoTime()
    {
        var locals = string.Concat(Enumerable.Range(1, 200).Select(i => $"var b{i} = b{i - 1} && b{i - 1};\n"));
        var body = "var b0 = has(\"sdcClients.Cnapi.WaitTask\");\n" + locals + "if (b14) return await sdcClients.Cnapi.WaitTask(\"a\");\nreturn b200;";

        var script = Script.Compile(body, Sdc.Module("9.0.2", "9.0.3"));

        Assert.Equal(Reach.Dead, Assert.Single(script.Uses, use => !use.Present).Reach);
    }
}
