using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.LateBinding;

public sealed class LateBindingTests
{
    private const string Guarded = """
        var have = wf_current_versions["sdcClients"].ver;
        if (WORKFLOW_VERSIONING && isVerGrtrThan(have, "9.0.2"))
        {
            var task = await sdcClients.Cnapi.WaitTask("a");
            return task.Status;
        }
        else
        {
            var task = await sdcClients.Cnapi.GetTask("a");
            return task.Status;
        }
        """;

    [Fact]
    public async Task Run_GuardedBranch_TakesTheOneOfItsVersion()
    {
        Assert.Equal("complete", await Script.RunAsync(Guarded, Sdc.Module("9.0.2", "9.0.3")));
        Assert.Equal("waited", await Script.RunAsync(Guarded, Sdc.Module("9.0.3")));
    }

    [Fact]
    public void Compile_GuardedMissingMember_IsLateBoundAndListed()
    {
        var script = Script.Compile(Guarded, Sdc.Module("9.0.2", "9.0.3"));

        Assert.Empty(script.Problems);
        Assert.Equal(
            new SymbolUse(Sdc.Name, "M:Sdc.Cnapi.WaitTask(System.String)", "Cnapi.WaitTask(string)", 4, 39, Present: false, "9.0.3", Reach.Dead),
            Assert.Single(script.Uses, use => !use.Present));
        var fit = Assert.Single(script.Fits);
        Assert.Equal(Fit.LateBound, fit.Fit);
        Assert.Contains("Line 4: Module 'sdc-clients' 9.0.2 has no 'Cnapi.WaitTask(string)' (added in 9.0.3)", fit.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_UnguardedMissingMember_IsRefusedWithRemedy()
    {
        var problem = Script.Error(Script.Compile("var id = \"a\";\nreturn await sdcClients.Cnapi.WaitTask(id);", Sdc.Module("9.0.2", "9.0.3")));

        Assert.Equal((ProblemCode.ModuleMemberMissing, "TC2001", 2, 31), (problem.Code, problem.Id, problem.Line, problem.Column));
        Assert.Equal((Sdc.Name, "Cnapi.WaitTask(string)", "9.0.3"), (problem.Module, problem.Member, problem.AddedIn));
        Assert.Contains("ask for 9.0.3 in 'modules_plus'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_MemberThatANewerVersionLost_SaysWhereItWasLast()
    {
        var problem = Script.Error(Script.Compile("return await sdcClients.Cnapi.GetTask(\"a\");", Sdc.Module("10.0.0", "9.0.2")));

        Assert.Equal(ProblemCode.ModuleMemberMissing, problem.Code);
        Assert.Contains("10.0.0 has no 'Cnapi.GetTask(string)'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("(last in 9.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return await sdcClients.Cnapi.GetTsk(\"a\");", "CS1061(1,31)")]
    [InlineData("Nope x = null;\nreturn x;", "CS0246(1,1)")]
    [InlineData("return sdcClients.Cnapi.GetTask(1);", "CS1503(1,33)")]
    public void Compile_MemberInNoVersion_IsThePlainCompileError(string body, string expected)
    {
        var problem = Script.Error(Script.Compile(body, Sdc.Module("9.0.2", "9.0.3")));

        Assert.Equal((ProblemCode.ScriptInvalid, expected), (problem.Code, Script.Where(problem)));
    }

    [Fact]
    public async Task Run_ThrowOnMissingMembers_ThrowsWhenReached()
    {
        var request = new ScriptRequest
        {
            Body = "if (job.Attempt == 0) return 1;\nreturn (await sdcClients.Cnapi.WaitTicket(\"a\")).Number;",
            Modules = [Sdc.Module("9.0.2", "9.0.3")],
            ThrowOnMissingMembers = true,
        };

        var e = await Assert.ThrowsAsync<ModuleMemberMissingException>(() => Script.RunAsync(request));

        Assert.Equal((Sdc.Name, "9.0.2", "Cnapi.WaitTicket(string, int)", "9.0.3", 2, 32), (e.Module, e.Version, e.Member, e.AddedIn, e.Line, e.Column));
        Assert.Contains("body.csx:line 2", e.StackTrace, StringComparison.Ordinal);
        var script = Script.Compile(request);
        Assert.Equal(ProblemCode.Warning, Assert.Single(script.Problems).Code);
        Assert.Equal(Fit.LateBound, Assert.Single(script.Fits).Fit);
    }

    // Each of these compiles on 9.0.3 and must, behind a guard, compile and run its old branch on 9.0.2, without dynamic.
    [Theory]
    [InlineData("return (await sdcClients.Cnapi.WaitTask(\"a\")).Status;")]
    [InlineData("Ticket t = await sdcClients.Cnapi.WaitTicket(\"a\");\nreturn t.Id;")]
    [InlineData("var t = await sdcClients.Cnapi.WaitTicket(\"a\");\nreturn t.Id + t.Number;")]
    [InlineData("sdcClients.Cnapi.Zone = \"z\";\nreturn sdcClients.Cnapi.Zone;")]
    [InlineData("sdcClients.Cnapi.Zone += \"z\";\nreturn 1;")]
    [InlineData("sdcClients.Cnapi.Reset();\nreturn 1;")]
    [InlineData("var t = new Ticket { Id = \"x\", Number = 3 };\nreturn t.Number;")]
    [InlineData("Ticket t = new();\nreturn t.Number;")]
    [InlineData("var list = new List<Ticket>();\nlist.Add(new Ticket());\nreturn list.Count;")]
    [InlineData("foreach (var t in sdcClients.Cnapi.Tickets()) return t.Id;\nreturn null;")]
    [InlineData("return sdcClients.Cnapi.Tickets().Select(t => t.Id).First();")]
    [InlineData("if (sdcClients.Cnapi.TryTicket(\"a\", out var n)) return n;\nreturn n + 1;")]
    [InlineData("int n;\nsdcClients.Cnapi.TryTicket(\"a\", out n);\nreturn n;")]
    [InlineData("return sdcClients?.Cnapi?.WaitTask(\"a\")?.Result.Id;")]
    [InlineData("return nameof(sdcClients.Cnapi.WaitTask);")]
    [InlineData("return typeof(Ticket).Name;")]
    [InlineData("object o = \"s\";\nreturn o is Ticket;")]
    [InlineData("object o = \"s\";\nif (o is Ticket t) return t.Id;\nreturn 2;")]
    [InlineData("object o = \"s\";\nswitch (o) { case Ticket t: return t.Id; default: return 3; }")]
    [InlineData("object o = \"s\";\nreturn o switch { Ticket t => t.Id, _ => \"none\" };")]
    [InlineData("object o = null;\nreturn (Ticket)o;")]
    [InlineData("object o = null;\nreturn o as Ticket;")]
    [InlineData("Func<string, Task<TaskInfo>> f = sdcClients.Cnapi.WaitTask;\nreturn (await f(\"a\")).Id;")]
    [InlineData("var ids = new[] { \"a\" }.Select(i => sdcClients.Cnapi.WaitTask(i)).ToList();\nreturn ids.Count;")]
    [InlineData("return new { sdcClients.Cnapi.Zone, X = 1 }.X;")]
    [InlineData("return $\"{sdcClients.Cnapi.Zone}\";")]
    [InlineData("var text = sdcClients.Cnapi.Zone ?? \"none\";\nreturn text;")]
    [InlineData("Func<Ticket> make = () => new Ticket();\nreturn make().Id;")]
    [InlineData("Func<Ticket, string> read = (Ticket t) => t.Id;\nreturn read(null);")]
    [InlineData("try { sdcClients.Cnapi.Reset(); } catch (Exception e) when (e.Message == sdcClients.Cnapi.Zone) { return 1; }\nreturn 2;")]
    [InlineData("using var c = new CancellationTokenSource();\nvar t = await sdcClients.Cnapi.WaitTicket(\"a\");\nint Inner() => 4;\nreturn Inner() + t.Number;")]
    [InlineData("return (await sdcClients.Cnapi.WaitTicket(\"a\", timeout: 3)).Id;")]
    [InlineData("var (a, b) = (sdcClients.Cnapi.Zone, 1);\nreturn b;")]
    [InlineData("return from t in sdcClients.Cnapi.Tickets() where t.Number > 0 select t.Id;")]
    [InlineData("async Task<string> Get() { var t = await sdcClients.Cnapi.WaitTicket(\"a\"); return t.Id; }\nreturn await Get();")]
    public async Task Run_ConstructOnMissingMember_IsLateBoundBehindAGuard(string use)
    {
        var body = $"if (isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\"))\n{{\n{use}\n}}\nreturn \"old\";";

        var onNew = Script.Compile(body, Sdc.Module("9.0.3"));
        Assert.True(onNew.Assembly is not null, string.Join('\n', onNew.Problems));
        var onOld = Script.Compile(body, Sdc.Module("9.0.2", "9.0.3"));
        Assert.True(onOld.Assembly is not null, string.Join('\n', onOld.Problems));
        Assert.Contains(onOld.Uses, each => !each.Present && each.Reach == Reach.Dead);
        Assert.DoesNotContain("Microsoft.CSharp", PortableExecutable.References(onOld.Assembly));
        Assert.Equal("old", await Script.RunAsync(body, Sdc.Module("9.0.2", "9.0.3")));
    }

    [Theory]
    [InlineData("using T = Sdc.Ticket;\nif (has(\"sdcClients.Cnapi.WaitTicket\")) { T t = new T(); return t.Id; }\nreturn \"old\";")]
    [InlineData("using static Sdc.Ticket;\nreturn \"old\";")]
    [InlineData("using Sdc.Later;\nif (has(\"sdcClients.Cnapi.WaitTicket\")) return new Extra().Id;\nreturn \"old\";")]
    public async Task Run_UsingOfWhatIsNotThereYet_IsDropped(string body)
    {
        var later = ModuleFixture.Build(
            "SdcClients", "9.0.3",
            "namespace Sdc { public class SdcClients { public Cnapi Cnapi { get; } = new(); } public class Cnapi { public Ticket WaitTicket() => new(); } public class Ticket { public string Id = \"t\"; } } "
            + "namespace Sdc.Later { public class Extra { public string Id = \"e\"; } }",
            "Sdc.SdcClients");

        var script = Script.Compile(body, Sdc.Only("9.0.2", "9.0.3", Sdc.At902, later));

        Assert.Empty(script.Problems);
        Assert.Equal(Fit.LateBound, Assert.Single(script.Fits).Fit);
        Assert.Equal("old", await Script.RunAsync(body, Sdc.Only("9.0.2", "9.0.3", Sdc.At902, later)));
    }

    // The same, unguarded: each is refused as a missing member, on its line, and nothing else is said about it.
    [Theory]
    [InlineData("Ticket t = await sdcClients.Cnapi.WaitTicket(\"a\");\nreturn t.Id;")]
    [InlineData("sdcClients.Cnapi.Zone += \"z\";\nreturn 1;")]
    [InlineData("int n;\nsdcClients.Cnapi.TryTicket(\"a\", out n);\nreturn n;")]
    [InlineData("object o = \"s\";\nswitch (o) { case Ticket t: return t.Id; default: return 3; }")]
    [InlineData("var list = new List<Ticket>();\nlist.Add(new Ticket());\nreturn list.Count;")]
    public void Compile_ConstructOnMissingMemberUnguarded_IsRefused(string body)
    {
        var script = Script.Compile(body, Sdc.Module("9.0.2", "9.0.3"));

        Assert.Null(script.Assembly);
        Assert.All(script.Problems, problem => Assert.Equal(ProblemCode.ModuleMemberMissing, problem.Code));
        Assert.Equal(Fit.Broken, Assert.Single(script.Fits).Fit);
    }

    [Theory]
    [InlineData("void F(Ticket t) { }\nreturn 1;")]
    [InlineData("return 1;\nrecord Holder(Ticket Ticket);")]
    [InlineData("Ticket F() => null;\nif (isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\")) return F();\nreturn 1;")]
    public void Compile_MissingTypeInADeclaration_AdvisesIf(string body)
    {
        var script = Script.Compile(body, Sdc.Module("9.0.2", "9.0.3"));

        Assert.Null(script.Assembly);
        Assert.Contains(script.Problems, problem => problem is { Id: "TC2003", Code: ProblemCode.ModuleMemberMissing } && problem.Message.Contains("#if", StringComparison.Ordinal));
    }

    [Fact]
    public void Compile_RealMistakeBesideAMissingMember_IsStillReported()
    {
        var script = Script.Compile("var t = await sdcClients.Cnapi.WaitTask(\"a\");\nint x = \"s\";\nreturn t;", Sdc.Module("9.0.2", "9.0.3"));

        Assert.Equal(
            [("module_member_missing", 1), ("script_invalid", 2)],
            script.Problems.Where(problem => problem.IsError).Select(problem => (problem.Code, problem.Line)));
    }

    [Fact]
    public void Compile_UnassignedVariable_IsNeverTakenForAVersionMatter()
    {
        var script = Script.Compile("int n;\nvar t = await sdcClients.Cnapi.WaitTask(\"a\");\nreturn n;", Sdc.Module("9.0.2", "9.0.3"));

        Assert.Contains(script.Problems, problem => problem is { Id: "CS0165", Line: 3 });
    }

    [Fact]
    public async Task Run_MemberOfAFutureVersion_IsLateBoundBehindAGuard()
    {
        const string Body = """
            if (isVerGrtrThan(wf_current_versions["sdcClients"].ver, "10.0.0"))
            {
                var t = await sdcClients.Cnapi.BrandNew("a");
                return t.Whatever;
            }
            var way = has("sdcClients.Cnapi.Other") ? await sdcClients.Cnapi.Other() : "old";
            if (isVerGrtrThan("10.9.0", wf_current_versions["sdcClients"].ver)) return way;
            return sdcClients.Cnapi.Newest;
            """;

        Assert.Equal("old", await Script.RunAsync(Body, Sdc.Module("10.0.0", "11.0.0")));
        var script = Script.Compile(Body, Sdc.Module("10.0.0", "11.0.0"));
        Assert.Equal(["Cnapi.BrandNew", "Cnapi.Other", "Cnapi.Newest"], script.Uses.Where(use => !use.Present).Select(use => use.Member));
        Assert.Equal(Fit.LateBound, Assert.Single(script.Fits).Fit);
    }

    [Theory]
    [InlineData("11.0.0", ProblemCode.ModuleMemberMissing)]
    [InlineData("0123456789abcdef", ProblemCode.ModuleMemberMissing)]
    [InlineData("9.0.3", ProblemCode.ScriptInvalid)]
    [InlineData(null, ProblemCode.ScriptInvalid)]
    public void Compile_UnknownMemberUnguarded_IsAMistakeUnlessTheAuthorIsAhead(string? requested, string code)
    {
        var problem = Script.Error(Script.Compile("return sdcClients.Cnapi.BrandNew();", Sdc.Module("10.0.0", requested)));

        Assert.Equal((code, 1, 25), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void Compile_UnknownMemberOfSomethingElse_IsAMistakeEvenWhenAhead()
    {
        var problem = Script.Error(Script.Compile("return job.Params.BrandNew();", Sdc.Module("10.0.0", "11.0.0")));

        Assert.Equal(("CS1061(1,19)", ProblemCode.ScriptInvalid), (Script.Where(problem), problem.Code));
    }
}
