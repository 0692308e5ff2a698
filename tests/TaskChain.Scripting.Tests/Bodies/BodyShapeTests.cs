using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.Bodies;

public sealed class BodyShapeTests
{
    [Theory]
    [InlineData("#r \"System.IO.dll\"\nreturn 1;", "TC1001", 1, 1)]
    [InlineData("var x = 1;\n#load \"other.csx\"", "TC1001", 2, 1)]
    [InlineData("var x = 1;\n  #line 7 \"other.cs\"\nreturn x;", "TC1001", 2, 3)]
    [InlineData("#define FOO\nreturn 1;", "TC1001", 1, 1)]
    [InlineData("extern alias Other;\nreturn 1;", "TC1002", 1, 1)]
    [InlineData("[assembly: System.CLSCompliant(true)]\nreturn 1;", "TC1003", 1, 1)]
    [InlineData("return 1;\nnamespace A { class B { } }", "TC1004", 2, 11)]
    [InlineData("public int X() => 1;\nreturn 1;", "TC1004", 1, 1)]
    [InlineData("private int x = 1;\nreturn x;", "TC1004", 1, 1)]
    [InlineData("using var c = new CancellationTokenSource();\nnamespace A { class B { } }", "TC1004", 2, 11)]
    [InlineData("using var c = new CancellationTokenSource();\nnamespace A;\nclass B { }", "TC1004", 2, 11)]
    [InlineData("int X { get; set; }\nreturn 1;", "TC1004", 1, 1)]
    [InlineData("event Action E;\nreturn 1;", "TC1004", 1, 1)]
    [InlineData("return __Host;", "TC1005", 1, 8)]
    [InlineData("return \\u005f_Host;", "TC1005", 1, 8)]
    [InlineData("return this.@__Host;", "TC1005", 1, 13)]
    [InlineData("return $\"{__Host}\";", "TC1005", 1, 11)]
    [InlineData("yield return 1;", "TC1006", 1, 1)]
    public void Compile_ForbiddenShape_IsRefusedAtItsPlace(string body, string id, int line, int column)
    {
        var script = Script.Compile(body);

        Assert.Null(script.Assembly);
        var problem = script.Problems[0];
        Assert.Equal(($"{id}({line},{column})", ProblemCode.ScriptInvalid), (Script.Where(problem), problem.Code));
    }

    [Theory]
    [InlineData("return 1; }")]
    [InlineData("return 1; } public void Extra() {")]
    [InlineData("} } class X { void Y() {")]
    [InlineData("if (true) {")]
    [InlineData("return 1; /* open")]
    [InlineData("return \"open")]
    [InlineData("return @\"open")]
    [InlineData("return \"\"\"open")]
    [InlineData("return $\"{1")]
    [InlineData("#if WORKFLOW_VERSIONING\nreturn 1;")]
    [InlineData("#endif\nreturn 1;")]
    [InlineData("#region a\nreturn 1;")]
    [InlineData("return 1; #if X")]
    [InlineData("(")]
    public void Compile_BodyThatTriesToLeak_IsRefusedWithLines(string body)
    {
        var script = Script.Compile(body);

        Assert.Null(script.Assembly);
        Assert.All(script.Problems, problem => Assert.True(problem.Line > 0, problem.ToString()));
    }

    [Fact]
    public void Compile_LargerThan64KB_IsTooComplex()
    {
        var problem = Script.Error(Script.Compile("return 1;" + new string(' ', ScriptCompiler.MaxBodyBytes)));

        Assert.Equal(ProblemCode.ScriptTooComplex, problem.Code);
    }

    [Fact]
    public void Compile_BytesCountNotCharacters()
    {
        var problem = Script.Error(Script.Compile("return \"" + new string('é', 40_000) + "\";"));

        Assert.Equal(ProblemCode.ScriptTooComplex, problem.Code);
    }

    [Theory]
    [InlineData("class", "is a C# keyword")]
    [InlineData("await", "is a C# keyword")]
    [InlineData("job", "is the name of a global")]
    [InlineData("error", "is the name of a global")]
    [InlineData("isVerGrtrThan", "is the name of a global")]
    [InlineData("ToString", "is the name of a global")]
    [InlineData("sdc-clients", "is no C# variable name")]
    [InlineData("", "is no C# variable name")]
    [InlineData("__x", "is reserved")]
    public void Compile_AliasThatCannotBeAVariable_SaysWhy(string alias, string reason)
    {
        var problem = Script.Error(Script.Compile("return 1;", Sdc.Module("9.0.2", alias: alias)));

        Assert.Equal("TC1010", problem.Id);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Equal(Sdc.Name, problem.Module);
    }

    [Theory]
    [InlineData("async", "return await async.Cnapi.Ping();")]
    [InlineData("async", "async.Cnapi.Raise();\nreturn async.Version;")]
    [InlineData("async", "Func<Task<string>> ping = async () => await async.Cnapi.Ping();\nreturn await ping();")]
    [InlineData("async", "if (!isVerGrtrThan(wf_current_versions[\"async\"].ver, \"9.0.1\")) return 1;\nreturn await async.Cnapi.Ping();")]
    [InlineData("yield", "yield.Cnapi.Raise();\nreturn yield.Version;")]
    public async Task Run_ContextualKeywordAsAlias_Works(string alias, string body) =>
        Assert.NotNull(await Script.RunAsync(body, Sdc.Module("9.0.2", alias: alias)));

    [Fact]
    public void Compile_SeveralErrors_AreReportedTogetherInOrder()
    {
        var script = Script.Compile("int a = \"x\";\n\nreturn   b;");

        Assert.Equal(["CS0029(1,9)", "CS0103(3,10)"], script.Problems.Where(problem => problem.IsError).Select(Script.Where));
    }

    [Fact]
    public void Compile_NameOfThisServicesEntryTypeIsMissing_BlamesTheModule()
    {
        var module = Sdc.Module("9.0.2") with { Builds = [Sdc.At902 with { EntryType = "Sdc.Nope" }] };

        var problem = Script.Error(Script.Compile("return 1;", module));

        Assert.Equal(("TC1011", 0, Sdc.Name), (problem.Id, problem.Line, problem.Module));
        Assert.Contains("'Sdc.Nope'", problem.Message, StringComparison.Ordinal);
    }
}
