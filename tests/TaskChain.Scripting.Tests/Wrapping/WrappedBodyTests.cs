using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.Wrapping;

public sealed class WrappedBodyTests
{
    [Theory]
    [InlineData("return 1;", 1)]
    [InlineData("return await Task.FromResult(\"a\");", "a")]
    [InlineData("var x = 1;", "OK")]
    [InlineData("if (job.Attempt == 1) return;\nreturn 1;", "OK")]
    [InlineData("const int a = 2; return a;", 2)]
    [InlineData("int Twice(int x) => x * 2;\nreturn Twice(4);", 8)]
    [InlineData("async Task<int> Later(int x) { await Task.Yield(); return x; }\nreturn await Later(3);", 3)]
    [InlineData("static T Same<T>(T x) where T : class => x;\nreturn Same(\"s\");", "s")]
    [InlineData("return new Point(1, 2).Sum;\nrecord Point(int X, int Y) { public int Sum => X + Y; }", 3)]
    [InlineData("record Point(int X);\nusing System.Text;\nreturn new StringBuilder().Append(new Point(5).X).ToString();", "CS1529")]
    [InlineData("using System.Text;\nusing S = System.String;\nreturn new StringBuilder().Append(S.Empty).ToString();", "")]
    [InlineData("return \"ab\".Shout();\nstatic class Ext { public static string Shout(this string s) => s.ToUpperInvariant(); }", "AB")]
    [InlineData("using var c = new CancellationTokenSource();\nreturn c.IsCancellationRequested;", false)]
    [InlineData("await foreach (var i in Numbers()) return i;\nasync IAsyncEnumerable<int> Numbers() { await Task.Yield(); yield return 9; }", 9)]
    [InlineData("// only a comment", "OK")]
    [InlineData("", "OK")]
    [InlineData("return null;", null)]
    [InlineData("return 1; // no line break after this", 1)]
    [InlineData("var list = new List<int> { 1, 2 };\nreturn list.Select(x => x * 2).Sum();", 6)]
    [InlineData("var o = new JsonObject { [\"a\"] = 1 };\nreturn o[\"a\"]!.GetValue<int>();", 1)]
    [InlineData("string? s = null;\nreturn s?.Length;", null)]
    [InlineData("Action a = () => { return; };\na();\nvoid F() { return; }\nF();\nreturn 1;", 1)]
    public async Task Run_BodyShapes_Work(string body, object? expected)
    {
        if (expected is string id && id.StartsWith("CS", StringComparison.Ordinal))
        {
            Assert.Contains(Script.Compile(body).Problems, problem => problem.Id == id && problem.Line == 2);
            return;
        }

        Assert.Equal(expected, await Script.RunAsync(body));
    }

    [Fact]
    public async Task Run_TypedModule_IsCalled() =>
        Assert.Equal("t1:complete", await Script.RunAsync("return (await sdcClients.Cnapi.GetTask(job.Params.GetString(\"ticket\"))).Describe();", Sdc.Module("9.0.2")));

    [Fact]
    public async Task Run_Globals_Work()
    {
        const string Body = """
            info(new { a = 1 });
            job.Progress(0.5);
            log.Warn(config["url"] + secret("s"));
            if (cancellation.IsCancellationRequested) return null;
            return $"{WORKFLOW_VERSIONING} {wf_current_versions["sdcClients"].ver} {job_versions["sdc-clients"].ver} {isVerGrtrThan("9.0.3", "9.0.2")} {has("sdcClients.Cnapi.Ping")}";
            """;

        Assert.Equal("True 9.0.3 9.0.2 True True", await Script.RunAsync(Body, Sdc.Module("9.0.3", "9.0.2")));
    }

    [Fact]
    public async Task Run_ErrorGlobal_ExistsWhereAsked() =>
        Assert.Equal("it broke", await Script.RunAsync(new ScriptRequest { Body = "return error.Message;", Modules = [], HasError = true }));

    [Fact]
    public void Compile_ErrorGlobalElsewhere_SaysWhereItExists()
    {
        var problem = Script.Error(Script.Compile("return error.Message;"));

        Assert.Equal("CS0103(1,8)", Script.Where(problem));
        Assert.Contains("only in fallback", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ExceptionInBody_NamesItsLines()
    {
        const string Body = """
            using System.Text;
            int Fail(int x)
            {
                return x / (x - x);
            }

            class Deep
            {
                public static int Go(Func<int> f) => f();
            }

            var text = "moved types and usings keep their lines";
            return Deep.Go(() =>
                Fail(text.Length));
            """;

        var e = await Assert.ThrowsAsync<DivideByZeroException>(() => Script.RunAsync(Body));

        Assert.Contains("body.csx:line 4", e.StackTrace, StringComparison.Ordinal);
        Assert.Contains("body.csx:line 9", e.StackTrace, StringComparison.Ordinal);
        Assert.Contains("body.csx:line 14", e.StackTrace, StringComparison.Ordinal);
        Assert.Contains("body.csx:line 13", e.StackTrace, StringComparison.Ordinal);
    }

    // An optimising compiler keeps 'first' on the stack from line 1 to the call, and would report the call there.
    [Fact]
    public async Task Run_ExceptionBehindConstantLocals_NamesTheLineOfTheCall()
    {
        const string Body = "var first = 1;\nint Fail(int v) => throw new InvalidOperationException(v.ToString());\nvar second = 2;\nreturn Fail(first) + second;";

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => Script.RunAsync(Body));

        Assert.Contains("body.csx:line 2", e.StackTrace, StringComparison.Ordinal);
        Assert.Contains("body.csx:line 4", e.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain("body.csx:line 1\n", e.StackTrace + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_DiagnosticsInMovedParts_KeepLineAndColumn()
    {
        const string Body = "using Nope.Space;\nreturn 1;\n\n  class A { Missing m; }";

        Assert.Equal(
            ["CS0246(1,7)", "CS0246(4,13)"],
            Script.Compile(Body).Problems.Where(problem => problem.IsError).Select(Script.Where));
    }

    [Fact]
    public void Compile_ConditionalSectionsAcrossMovedParts_StayBalanced()
    {
        const string Body = """
            #if SDC_CLIENTS_9_0_3_OR_GREATER
            using System.Text;
            class A { public static int N => 903; }
            #else
            class A
            {
            #if WORKFLOW_VERSIONING
                public static int N => 902;
            #endif
            }
            #endif
            return A.N;
            """;

        Assert.NotNull(Script.Compile(Body, Sdc.Module("9.0.2")).Assembly);
        Assert.NotNull(Script.Compile(Body, Sdc.Module("9.0.3")).Assembly);
    }

    [Fact]
    public void Compile_SameRequestTwice_GivesSameBytes()
    {
        var first = Script.Compile("return await sdcClients.Cnapi.Ping();", Sdc.Module("9.0.2"));
        var second = new ScriptCompiler().Compile(
            new ScriptRequest { Body = "return await sdcClients.Cnapi.Ping();", Modules = [Sdc.Module("9.0.2")] }, TestContext.Current.CancellationToken);

        Assert.Equal(first.Assembly, second.Assembly);
        Assert.Equal(64, first.Hash?.Length);
        Assert.Equal(first.Hash, second.Hash);
    }

    [Fact]
    public void Compile_ForgottenAwait_IsAWarning()
    {
        var script = Script.Compile("sdcClients.Cnapi.Ping();\nreturn 1;", Sdc.Module("9.0.2"));

        Assert.NotNull(script.Assembly);
        var warning = Assert.Single(script.Problems);
        Assert.Equal(("CS4014(1,1)", ProblemCode.Warning, false), (Script.Where(warning), warning.Code, warning.IsError));
    }

    [Fact]
    public async Task Run_ModuleWithExposedPrivateDependency_BindsItsTypes()
    {
        var build = ModuleFixture.Build(
            "UrlModule", "1.0.0", "namespace Urls; public class Url { public UrlParts.Parts Parse(string s) => new(s); }", "Urls.Url",
            ("UrlParts", "namespace UrlParts; public class Parts(string text) { public string Host => text.Split('/')[2]; }"));
        var module = new ScriptModule("url", "url", null, "1.0.0", [new("1.0.0", false)], [build]);

        Assert.Equal("h", await Script.RunAsync("UrlParts.Parts parts = url.Parse(\"http://h/x\");\nreturn parts.Host;", module));
    }

    [Fact]
    public void Compile_ModuleThatExposesFurtherFrameworkTypes_Binds()
    {
        var build = ModuleFixture.Build(
            "HttpModule", "1.0.0", "namespace H; public class Http { public System.Net.Http.HttpClient Client { get; } = new(); }", "H.Http");
        var module = new ScriptModule("http", "http", null, "1.0.0", [], [build]);

        Assert.NotNull(Script.Compile("return http.Client.Timeout;", module).Assembly);
    }

    [Fact]
    public async Task Run_OneVersionUnderTwoAliases_Works() =>
        Assert.Equal("a1b1", await Script.RunAsync(
            "return await a.Cnapi.Ping() + await b.Cnapi.Ping(\"b\");", Sdc.Module("9.0.2", alias: "a"), Sdc.Module("9.0.2", alias: "b")));
}
