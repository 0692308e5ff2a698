using TaskChain.Scripting.Tests.Fixtures;

namespace TaskChain.Scripting.Tests.Guards;

/// <summary>Each body uses WaitTask, which 9.0.2 lacks; what protects it decides.</summary>
public sealed class GuardTests
{
    private const string New = "await sdcClients.Cnapi.WaitTask(\"a\")";

    [Theory]
    [InlineData("if (isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("if (isVerGrtrThan(wf_current_versions[\"sdc-clients\"].ver, \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("if (isVerGrtrThan(\"sdcClients\", wf_current_versions[\"sdcClients\"].ver, \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("if (!isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\")) return 0;\nreturn @;")]
    [InlineData("if (!isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\")) throw new InvalidOperationException();\nvar t = @;\nreturn t;")]
    [InlineData("var have = wf_current_versions[\"sdcClients\"].ver;\nvar isNew = isVerGrtrThan(have, \"9.0.2\");\nif (isNew) return @;\nreturn 0;")]
    [InlineData("var entry = wf_current_versions[\"sdcClients\"];\nif (isVerGrtrThan(entry.ver, \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("string have = wf_current_versions[\"sdcClients\"].ver;\nif (have != \"9.0.2\") return @;\nreturn 0;")]
    [InlineData("if (wf_current_versions[\"sdcClients\"].ver == \"9.0.3\") return @;\nreturn 0;")]
    [InlineData("if (wf_current_versions[\"sdcClients\"].ver.Equals(job_versions[\"sdcClients\"].ver)) return @;\nreturn 0;")]
    [InlineData("if (wf_current_versions[\"sdcClients\"].ver == job_versions[\"sdcClients\"].ver) return @;\nreturn 0;")]
    [InlineData("if (job.Attempt > 0 && isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("if (!(job.Attempt > 0 || !isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, \"9.0.2\"))) return @;\nreturn 0;")]
    [InlineData("return has(\"sdcClients.Cnapi.WaitTask\") ? @ : null;")]
    [InlineData("return has(\"sdcClients.Cnapi.WaitTask\") && (@).Id == \"a\";")]
    [InlineData("if (!WORKFLOW_VERSIONING || has(\"sdcClients.Cnapi.WaitTask\")) return @;\nreturn 0;")]
    [InlineData("if (isBackComp(\"sdcClients\", \"9.0.3\", \"10.0.0\")) return @;\nreturn 0;")]
    [InlineData("while (has(\"sdcClients.Cnapi.WaitTask\")) return @;\nreturn 0;")]
    [InlineData("bool IsNew() => has(\"sdcClients.Cnapi.WaitTask\");\nif (IsNew()) return @;\nreturn 0;")]
    [InlineData("async Task<object> Call() => @;\nif (has(\"sdcClients.Cnapi.WaitTask\")) return await Call();\nreturn 0;")]
    [InlineData("const string since = \"9.0.2\";\nif (isVerGrtrThan(wf_current_versions[\"sdcClients\"].ver, since)) return @;\nreturn 0;")]
    [InlineData("Func<Task<object>> f = async () => has(\"sdcClients.Cnapi.WaitTask\") ? @ : null;\nreturn await f();")]
    [InlineData("return 0;\nreturn @;")]
    public async Task Use_BehindADecidedGuard_IsDeadOnOldAndLiveOnNew(string shape)
    {
        var body = shape.Replace("@", New, StringComparison.Ordinal);

        var old = Script.Compile(body, Sdc.Module("9.0.2", "9.0.3"));
        Assert.True(old.Assembly is not null, string.Join('\n', old.Problems));
        Assert.DoesNotContain(old.Problems, problem => problem.Id.StartsWith("TC", StringComparison.Ordinal));
        Assert.Equal(Reach.Dead, Assert.Single(old.Uses, use => !use.Present).Reach);
        Assert.IsNotType<ModuleMemberMissingException>(await Record.ExceptionAsync(() => Script.RunAsync(body, Sdc.Module("9.0.2", "9.0.3"))));
        Assert.All(Script.Compile(body, Sdc.Module("9.0.3")).Uses, use => Assert.True(use.Present));
    }

    [Fact]
    public void Use_BehindAQuestionAboutTheVersionAskedFor_IsDecidedWhenNoneWasNamed()
    {
        var body = $"if (isVerGrtrThan(job_versions[\"sdcClients\"].ver, \"9.0.2\")) return {New};\nreturn 0;";

        var script = Script.Compile(body, Sdc.Module("9.0.2"));

        Assert.True(script.Assembly is not null, string.Join('\n', script.Problems));
        Assert.Equal(Reach.Dead, Assert.Single(script.Uses, use => !use.Present).Reach);
    }

    [Theory]
    [InlineData("if (Version.Parse(wf_current_versions[\"sdcClients\"].ver) > new Version(9, 0, 2)) return @;\nreturn 0;")]
    [InlineData("var have = wf_current_versions[\"sdcClients\"].ver;\nif (job.Attempt > 9) have = \"9.0.3\";\nif (isVerGrtrThan(have, \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("if (has(\"sdcClients.Cnapi.WaitTask\") is true) return @;\nreturn 0;")]
    [InlineData("if (wf_installed_versions.Count > 7) return @;\nreturn 0;")]
    [InlineData("if (wf_installed_versions.Count < 7) return 0;\nreturn @;")]
    [InlineData("return wf_installed_versions.Count > 7 ? @ : null;")]
    [InlineData("return wf_installed_versions.Count > 7 && (@).Id == \"a\";")]
    [InlineData("if (job.Attempt > 0 && wf_installed_versions.Count > 7) return @;\nreturn 0;")]
    [InlineData("switch (wf_current_versions[\"sdcClients\"].ver.Text) { case \"9.0.3\": return @; default: return 0; }")]
    [InlineData("return wf_current_versions[\"sdcClients\"].ver.Text switch { \"9.0.3\" => @, _ => null };")]
    public async Task Use_BehindAnUndecidedGuard_IsAcceptedWithAWarning(string shape)
    {
        var body = shape.Replace("@", New, StringComparison.Ordinal);

        var script = Script.Compile(body, Sdc.Module("9.0.2", "9.0.3"));

        Assert.True(script.Assembly is not null, string.Join('\n', script.Problems));
        Assert.Equal(Reach.Guarded, Assert.Single(script.Uses, use => !use.Present).Reach);
        Assert.Equal("TC2002", Assert.Single(script.Problems).Id);
        await Script.RunAsync(body, Sdc.Module("9.0.2", "9.0.3"));
    }

    [Theory]
    [InlineData("if (isVerGrtrThan(\"9.0.3\", \"9.0.2\")) return @;\nreturn 0;")]
    [InlineData("if (job.Attempt > 7) return @;\nreturn 0;")]
    [InlineData("if (!has(\"sdcClients.Cnapi.WaitTask\")) return @;\nreturn 0;")]
    [InlineData("bool has(string s) => false;\nif (has(\"sdcClients.Cnapi.WaitTask\")) return @;\nreturn 0;")]
    [InlineData("var isNew = has(\"sdcClients.Cnapi.WaitTask\");\nisNew = true;\nif (job.Attempt == 1) return @;\nreturn isNew;")]
    [InlineData("if (has(\"sdcClients.Cnapi.WaitTask\")) log.Info(\"x\");\nreturn @;")]
    public void Use_WithoutProtection_IsRefused(string shape)
    {
        var body = shape.Replace("@", New, StringComparison.Ordinal);

        var problem = Script.Error(Script.Compile(body, Sdc.Module("9.0.2", "9.0.3")));

        Assert.Equal("TC2001", problem.Id);
    }

    [Fact]
    public void Compare_BareShasWithSeveralModules_IsRefused()
    {
        var url = ModuleFixture.Build("UrlModule", "1.0.0", "namespace Urls; public class Url { }", "Urls.Url");
        var other = new ScriptModule("url", "url", null, "1.0.0", [new("1.0.0", false)], [url]);

        var problem = Script.Error(Script.Compile("return isVerGrtrThan(\"ee86d6312\", \"9.0.2\");", Sdc.Module("9.0.2"), other));

        Assert.Equal("TC2004(1,8)", Script.Where(problem));
        Assert.NotNull(Script.Compile("return isVerGrtrThan(\"9.0.3\", \"9.0.2\");", Sdc.Module("9.0.2"), other).Assembly);
        Assert.NotNull(Script.Compile("return isVerGrtrThan(\"sdcClients\", \"ee86d6312\", \"9.0.2\");", Sdc.Module("9.0.2"), other).Assembly);
    }
}
