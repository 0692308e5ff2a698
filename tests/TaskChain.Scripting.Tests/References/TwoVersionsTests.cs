using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.References;

/// <summary>One body, two versions of one module under two aliases.</summary>
public sealed class TwoVersionsTests
{
    private static readonly ScriptModule Old = Sdc.Module("9.0.2", alias: "old");
    private static readonly ScriptModule New = Sdc.Module("9.0.3", alias: "fresh");

    [Theory]
    [InlineData("return old.Version + \" \" + fresh.Version;", "9.0.2 9.0.3")]
    [InlineData("return fresh.Version;", "9.0.3")]
    [InlineData("return (await old.Cnapi.GetTask(\"a\")).Id + (await fresh.Cnapi.WaitTicket(\"b\")).Number;", "a7")]
    [InlineData("return (await old.Cnapi.GetTask(\"a\")).Describe() + wf_current_versions[\"fresh\"].ver;", "a:complete9.0.3")]
    [InlineData("return has(\"old.Cnapi.WaitTask\") ? (await old.Cnapi.WaitTask(\"a\")).Id : (await fresh.Cnapi.WaitTask(\"a\")).Status;", "waited")]
    public async Task Run_TwoVersionsInOneBody_EachAliasHasItsOwn(string body, string expected)
    {
        Assert.Equal(expected, await Script.RunAsync(body, Old, New));
        if (!body.Contains("Describe", StringComparison.Ordinal)) Assert.Equal(expected, await Script.RunAsync(body, New, Old));
    }

    [Fact]
    public async Task Run_SecondVersionsPrivateDependency_IsItsOwn()
    {
        const string Source = "namespace Urls; public class Url { public UrlParts.Parts Parse(string s) => new(s); }";
        var one = ModuleFixture.Build("UrlModule", "1.0.0", Source, "Urls.Url", ("UrlParts", "namespace UrlParts; public class Parts(string text) { public string Host => \"one-\" + text; }"));
        var two = ModuleFixture.Build("UrlModule", "2.0.0", Source, "Urls.Url", ("UrlParts", "namespace UrlParts; public class Parts(string text) { public int Port => 80; public string Host => \"two-\" + text; }"));
        ModuleHistoryEntry[] history = [new("1.0.0", false), new("2.0.0", false)];

        var result = await Script.RunAsync(
            "return a.Parse(\"x\").Host + b.Parse(\"y\").Host + b.Parse(\"z\").Port;",
            new ScriptModule("a", "url", null, "1.0.0", history, [one, two]), new ScriptModule("b", "url", null, "2.0.0", history, [one, two]));

        Assert.Equal("one-xtwo-y80", result);
    }

    [Fact]
    public void Compile_MemberMissingFromOneOfThem_NamesItsVersion()
    {
        var problem = Script.Error(Script.Compile("await fresh.Cnapi.WaitTask(\"a\");\nawait old.Cnapi.WaitTask(\"a\");", Old, New));

        Assert.Equal("TC2001(2,17)", Script.Where(problem));
        Assert.Contains("9.0.2 has no 'Cnapi.WaitTask(string)'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SymbolsOfTwoVersions_HoldWhenTheyHoldForBoth() =>
        Assert.NotNull(Script.Compile("#if SDC_CLIENTS_9_0_2_OR_GREATER && !SDC_CLIENTS_9_0_3_OR_GREATER && !SDC_CLIENTS_9_0_2\nreturn 1;\n#else\n#error wrong\n#endif", Old, New).Assembly);

    [Fact]
    public void Compile_TwoVersionsUnderOneAssemblyVersion_IsRefused()
    {
        var one = ModuleFixture.Build("Twin", "aaaaaaa1", "namespace Twin; public class Entry { public int A; }", "Twin.Entry");
        var two = ModuleFixture.Build("Twin", "aaaaaaa2", "namespace Twin; public class Entry { public int B; }", "Twin.Entry");
        ModuleHistoryEntry[] history = [new("aaaaaaa1", false), new("aaaaaaa2", false)];

        var problem = Script.Error(Script.Compile(
            "return a.A + b.B;", new ScriptModule("a", "twin", null, "aaaaaaa1", history, [one]), new ScriptModule("b", "twin", null, "aaaaaaa2", history, [two])));

        Assert.Equal("TC1011", problem.Id);
        Assert.Contains("same assembly name and version", problem.Message, StringComparison.Ordinal);
    }
}
