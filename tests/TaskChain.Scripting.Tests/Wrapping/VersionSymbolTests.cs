using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.Wrapping;

public sealed class VersionSymbolTests
{
    [Theory]
    [InlineData("WORKFLOW_VERSIONING", true)]
    [InlineData("SDC_CLIENTS_9_0_3", true)]
    [InlineData("SDC_CLIENTS_9_0_2", false)]
    [InlineData("SDC_CLIENTS_9_0_1_OR_GREATER", true)]
    [InlineData("SDC_CLIENTS_EE86D6312_OR_GREATER", true)]
    [InlineData("SDC_CLIENTS_9_0_3_OR_GREATER", true)]
    [InlineData("SDC_CLIENTS_9_1_0_OR_GREATER", false)]
    [InlineData("SDC_CLIENTS_10_0_0_OR_GREATER", false)]
    public async Task Symbol_AtVersion903_IsDefinedUpToIt(string symbol, bool defined) =>
        Assert.Equal(defined, await Script.RunAsync($"#if {symbol}\nreturn true;\n#else\nreturn false;\n#endif", Sdc.Module("9.0.3")));

    [Fact]
    public async Task Symbol_OfVersionOutsideTheHistory_StandsAtItsPlace()
    {
        var build = ModuleFixture.Build("SdcClients", "9.0.5", "namespace Sdc; public class SdcClients { }", "Sdc.SdcClients");
        var module = Sdc.Only("9.0.5", null, build);

        Assert.Equal("905 903", await Script.RunAsync(
            """
            var s = "";
            #if SDC_CLIENTS_9_0_5 && SDC_CLIENTS_9_0_5_OR_GREATER
            s += "905 ";
            #endif
            #if SDC_CLIENTS_9_0_3_OR_GREATER && !SDC_CLIENTS_9_1_0_OR_GREATER
            s += "903";
            #endif
            return s;
            """,
            module));
    }

    [Fact]
    public async Task Symbols_InOldService_AreAbsent() =>
        Assert.Equal("old", await Script.RunAsync(new ScriptRequest
        {
            Body = "#if WORKFLOW_VERSIONING || SDC_CLIENTS_9_0_3\nreturn \"new\";\n#else\nreturn \"old\";\n#endif",
            Modules = [Sdc.Module("9.0.3")],
            Versioning = false,
        }));

    [Theory]
    [InlineData("if (WORKFLOW_VERSIONING) return 1;\nreturn 2;", "WORKFLOW_VERSIONING")]
    [InlineData("if (isVerGrtrThan(\"a\", \"b\")) return 1;\nreturn 2;", "isVerGrtrThan")]
    [InlineData("if (job_versions == null) return 1;\nreturn 2;", "job_versions")]
    public void VersionGlobal_InOldService_AnswerSaysToUseIf(string body, string name)
    {
        var problem = Script.Error(Script.Compile(new ScriptRequest { Body = body, Modules = [], Versioning = false }));

        Assert.Equal("CS0103(1,5)", Script.Where(problem));
        Assert.Contains($"'{name}'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("#if WORKFLOW_VERSIONING", problem.Message, StringComparison.Ordinal);
    }
}
