using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Tests.Support;
using TaskChain.Sandbox.Worker.Loading;

namespace TaskChain.Sandbox.Tests.Modules;

/// <summary>Real bodies, compiled by the compiler process and run by workers on real module versions.</summary>
public sealed class ModuleTests(ModuleTests.Processes processes) : IClassFixture<ModuleTests.Processes>
{
    [Fact]
    public async Task Body_OneTask_TwoVersionsOfOneModuleUnderTwoAliases()
    {
        var set = SdcClients.Set(("older", "9.0.2", "9.0.2"), ("newer", "9.0.3", "9.0.3"));

        var result = await processes.RunAsync("return $\"{older.GetType().Assembly.GetName().Version} {newer.GetType().Assembly.GetName().Version}\";", set);

        Assert.Equal("\"9.0.2.0 9.0.3.0\"", result.Result.Text());
    }

    [Fact]
    public void Modules_InTwoVersions_EachHasItsOwnPrivateDependencies()
    {
        var store = new ModuleStore(collectible: false);
        var set = SdcClients.Set(("older", "9.0.2", "9.0.2"), ("newer", "9.0.3", "9.0.3"));

        var older = store.Get(set.Modules[0]).Dependency(new AssemblyName("Newtonsoft.Json"))!;
        var newer = store.Get(set.Modules[1]).Dependency(new AssemblyName("Newtonsoft.Json"))!;

        Assert.NotSame(older, newer);
        Assert.StartsWith(SdcClients.Folder("9.0.2"), older.Location, StringComparison.Ordinal);
        Assert.StartsWith(SdcClients.Folder("9.0.3"), newer.Location, StringComparison.Ordinal);
        Assert.Null(store.Get(set.Modules[0]).Dependency(new AssemblyName("NuGet.Versioning")));
    }

    [Fact]
    public async Task Bodies_OfOneText_RunOnTheVersionsOfTheirOwnTasks()
    {
        const string body = "return sdcClients.GetType().Assembly.GetName().Version!.ToString();";

        var older = await processes.RunAsync(body, SdcClients.Set(("sdcClients", "9.0.2", "9.0.2")));
        var newer = await processes.RunAsync(body, SdcClients.Set(("sdcClients", "9.0.3", "9.0.3")));
        var again = await processes.RunAsync(body, SdcClients.Set(("sdcClients", "9.0.2", "9.0.2")));

        Assert.Contains("9.0.2.0", older.Result.Text(), StringComparison.Ordinal);
        Assert.Contains("9.0.3.0", newer.Result.Text(), StringComparison.Ordinal);
        Assert.Equal(older.Result.Text(), again.Result.Text());
    }

    [Fact]
    public async Task VersionGlobals_OfATaskThatIsBehind_AnswerFromItsHistory()
    {
        const string body = """
            return new
            {
                given = wf_current_versions["sdcClients"].ver.ToString(),
                byName = wf_current_versions["sdc-clients"].name,
                asked = job_versions["sdcClients"].ver.ToString(),
                installed = string.Join(",", wf_installed_versions["sdc-clients"]),
                newer = isVerGrtrThan(wf_current_versions["sdcClients"].ver, job_versions["sdcClients"].ver),
                sha = isVerGrtrThan("ee86d6312", "9.0.2") && isVerGrtrThan("sdcClients", "9.0.3", "ee86d6312"),
                unknown = isVerGrtrThan("sdc-clients", "9.5.0", "9.0.3"),
                fine = isBackComp("sdc-clients", "9.0.1", "9.0.3"),
                broken = isBackComp("sdcClients", "9.0.3", "10.0.0"),
                has = has("sdcClients.Cnapi.WaitTicketAsync"),
                hasNot = has("sdcClients.Cnapi.WaitForEver") || has("sdcClients.Cnapi.WaitTicketAsync.Result"),
            };
            """;

        var result = await processes.RunAsync(body, SdcClients.Set(("sdcClients", "9.0.1", "9.0.3")));

        Assert.Equal(
            """{"given":"9.0.3","byName":"sdc-clients","asked":"9.0.1","installed":"9.0.2,9.0.3","newer":true,"sha":true,"unknown":true,"fine":true,"broken":false,"has":true,"hasNot":false}""",
            result.Result.Text());
    }

    [Fact]
    public async Task VersionGlobals_OfAModuleNamedWithoutVersion_SayTheGivenOne()
    {
        const string body = "return $\"{job_versions[\"sdcClients\"].ver} {isVerGrtrThan(job_versions[\"sdc-clients\"].ver, \"9.0.2\")}\";";

        var result = await processes.RunAsync(body, SdcClients.Set(("sdcClients", null, "9.0.3")));

        Assert.Equal("\"9.0.3 True\"", result.Result.Text());
    }

    [Theory]
    [InlineData("9.0.2", "false")]
    [InlineData("9.0.3", "true")]
    public async Task Has_OfAMemberOnlyTheNewerVersionHas_TellsThemApart(string version, string answer)
    {
        var result = await processes.RunAsync("return has(\"sdcClients.Cnapi.WaitTicketAsync\");", SdcClients.Set(("sdcClients", version, version)));

        Assert.Equal(answer, result.Result.Text());
    }

    [Fact]
    public async Task Body_ThrowsOnItsThirdLine_StackTraceSaysSo()
    {
        const string body = """
            log.Info("before");
            int Fail(int y) =>
                throw new System.InvalidOperationException("no");
            return Fail(job.Attempt);
            """;

        var result = await processes.RunAsync(body, ModuleSet.Empty);

        Assert.Equal("at Fail in body.csx:line 3\nat body.csx:line 4", result.Failure!.StackTrace);
    }

    [Fact]
    public async Task Body_UsesAMemberTheGivenVersionLacks_FailsByName()
    {
        var set = SdcClients.Set(("sdcClients", "9.0.3", "9.0.2"));
        var request = SdcClients.Compile("await sdcClients.Cnapi.WaitTicketAsync(\"t\");", set) with { ThrowOnMissingMembers = true };

        var result = await processes.RunAsync(request, set);

        Assert.Equal("module_member_missing", result.Failure!.Code);
        Assert.False(result.Failure.IsRetryable);
    }

    [Fact]
    public async Task Module_FilesAreGone_FailureNamesTheModule()
    {
        var set = SdcClients.Set(("sdcClients", "9.0.2", "9.0.2"));
        var lost = set with { Key = "lost", Modules = [set.Modules[0] with { ContentHash = "lost", Folder = "/nowhere" }] };

        var result = await processes.RunAsync(SdcClients.Compile("return sdcClients.Cnapi.ToString();", set), lost);

        Assert.Equal("module_load_failed", result.Failure!.Code);
        Assert.Contains("'sdc-clients' 9.0.2", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Module_HasNoSuchEntryClass_FailureNamesBoth()
    {
        var set = SdcClients.Set(("sdcClients", "9.0.2", "9.0.2"));
        var wrong = set with { Key = "wrong", Modules = [set.Modules[0] with { ContentHash = "wrong", EntryType = "Sdc.Nothing" }] };

        var result = await processes.RunAsync(SdcClients.Compile("return sdcClients.Cnapi.ToString();", set), wrong);

        Assert.Equal("module_load_failed", result.Failure!.Code);
        Assert.Contains("'Sdc.Nothing'", result.Failure.Message, StringComparison.Ordinal);
    }

    public sealed class Processes : IAsyncDisposable
    {
        private readonly SandboxPool _pool = SandboxFixture.Create();
        private readonly CompilerPool _compilers = new(new SandboxOptions(), TimeProvider.System, NullLogger<CompilerPool>.Instance);

        public Task<TaskRunResult> RunAsync(string body, ModuleSet set) => RunAsync(SdcClients.Compile(body, set), set);

        internal async Task<TaskRunResult> RunAsync(CompileRequest request, ModuleSet set, ScriptVariables? variables = null)
        {
            var compiled = await _compilers.CompileAsync(request, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(compiled.Diagnostics, diagnostic => diagnostic.IsError);
            return await _pool.RunAsync(Bodies.Run("body") with
            {
                ScriptHash = compiled.Hash!,
                Assembly = compiled.Assembly,
                Modules = set,
                Variables = variables ?? SdcClients.Variables,
            });
        }

        public async ValueTask DisposeAsync()
        {
            await _pool.DisposeAsync();
            await _compilers.DisposeAsync();
        }
    }
}
