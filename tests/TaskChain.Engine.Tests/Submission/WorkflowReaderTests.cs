using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Tests.Submission;

public sealed class WorkflowReaderTests
{
    [Theory]
    [InlineData("", "", "invalid_request")]
    [InlineData("nonsense", "", "invalid_request")]
    [InlineData("[]", "", "invalid_request")]
    [InlineData("""{"name":"a","name":"b","chain":[]}""", "", "invalid_request")]
    [InlineData("""{"chain":[]}""", "/name", "invalid_value")]
    [InlineData("""{"name":7,"chain":[]}""", "/name", "invalid_value")]
    [InlineData("""{"name":" ","chain":[]}""", "/name", "invalid_value")]
    [InlineData("""{"name":"w","chain":{}}""", "/chain", "invalid_value")]
    [InlineData("""{"name":"w","chain":[7]}""", "/chain/0", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{}]}""", "/chain/0/body", "ConflictError")]
    [InlineData("""{"name":"w","chain":[{"body":""}]}""", "/chain/0/body", "ConflictError")]
    [InlineData("""{"name":"w","chain":[{"body":5}]}""", "/chain/0/body", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","timeout":-1}]}""", "/chain/0/timeout", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","timeout":"5"}]}""", "/chain/0/timeout", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","retry":1.5}]}""", "/chain/0/retry", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","fallback":[]}]}""", "/chain/0/fallback", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","uuid":"1"}]}""", "/chain/0/uuid", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","compat":"maybe"}]}""", "/chain/0/compat", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","retry_policy":3}]}""", "/chain/0/retry_policy", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","retry_policy":{"back_off":0.5}}]}""", "/chain/0/retry_policy/back_off", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","modules":[]}]}""", "/chain/0/modules", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","modules":{"a":5}}]}""", "/chain/0/modules/a", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","modules":{"a/b~":"m"}}]}""", "/chain/0/modules/a~1b~0", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","modules":{"job":"m"}}]}""", "/chain/0/modules/job", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","modules":{"a":{"ver":"1.0.0"}}}]}""", "/chain/0/modules/a", "invalid_value")]
    [InlineData("""{"name":"w","chain":[{"body":"x","modules":{"a":{"name":"m","ver":1}}}]}""", "/chain/0/modules/a/ver", "invalid_value")]
    [InlineData("""{"name":"w","chain":[],"onerror":[{"timeout":1}]}""", "/onerror/0/body", "ConflictError")]
    [InlineData("""{"name":"w","chain":[],"max_attempts":0}""", "/max_attempts", "invalid_value")]
    [InlineData("""{"name":"w","chain":[],"uuid":"x"}""", "/uuid", "invalid_value")]
    public void Read_OfABadDocument_SaysWhere(string document, string pointer, string code)
    {
        var (read, problems) = Read(document);

        Assert.Null(read.Definition);
        var problem = Assert.Single(problems.Problems);
        Assert.Equal((code, pointer), (problem.Code, problem.Pointer ?? ""));
        Assert.EndsWith(code == ProblemCodes.ConflictError ? "required" : "", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WithManyProblems_ReportsThemAllWithTheirTasks()
    {
        var (_, problems) = Read("""{"timeout":"x","chain":[{"name":"a","body":1},{"name":"b"},{"name":"c","body":"x","retry":-1}]}""");

        Assert.Equal(["/name", "/timeout", "/chain/0/body", "/chain/1/body", "/chain/2/retry"], problems.Problems.Select(item => item.Pointer));
        Assert.Equal([null, null, "a", "b", "c"], problems.Problems.Select(item => item.Task));
    }

    [Theory]
    [InlineData("""{"modules":{"c":"sdc"},"modules_plus":{"c":{"name":"sdc","ver":"9.0.3"}}}""", "sdc", "9.0.3", null)]
    [InlineData("""{"modules":{"c":{"name":"sdc","ver":"9.0.3"}}}""", "sdc", "9.0.3", null)]
    [InlineData("""{"imports":{"c":{"name":"sdc","ver":"9.0.3"}},"modules":{"c":"sdc"}}""", "sdc", "9.0.3", null)]
    [InlineData("""{"modules":{"c":"sdc"}}""", "sdc", null, null)]
    [InlineData("""{"modules":{"c":"sdc"},"modules_plus":{"c":{"name":"other","ver":"9.0.3"}}}""", null, null, "/chain/0/modules_plus/c")]
    [InlineData("""{"imports":{"c":{"name":"sdc","ver":"9.0.2"}},"modules_plus":{"c":{"name":"sdc","ver":"9.0.3"}}}""", null, null, "/chain/0/imports/c")]
    public void Read_Modules_MergesTheMembersOrSaysWhatDisagrees(string task, string? name, string? version, string? disagrees)
    {
        var (read, problems) = Read($$"""{"name":"w","chain":[{{{task[1..^1]}},"body":"x"}]}""");

        if (disagrees is not null)
        {
            Assert.Equal((ProblemCodes.ModulesDisagree, disagrees), (problems.Problems[0].Code, problems.Problems[0].Pointer));
            return;
        }

        var module = Assert.Single(read.Definition!.Chain[0].Modules);
        Assert.Equal(("c", name, version), (module.Alias, module.Name, module.Requested));
    }

    [Theory]
    [InlineData("""{"modules":{"c":"a"},"modules_plus":{"c":{"name":"b","ver":"1.0.0"}},"imports":{"c":{"name":"b","ver":"1.0.0"}}}""", "'a' and module 'b'")]
    [InlineData(
        """{"modules":{"c":"a"},"modules_plus":{"c":{"name":"b","ver":"1.0.0"}},"imports":{"c":{"name":"b","ver":"2.0.0"}}}""",
        "'a' and module 'b'", "'1.0.0' and version '2.0.0'")]
    [InlineData("""{"modules_plus":{"c":{"name":"a","ver":"1.0.0"}},"imports":{"c":{"name":"b","ver":"2.0.0"}}}""", "'a' and module 'b'", "'1.0.0' and version '2.0.0'")]
    [InlineData(
        """{"modules":{"c":"a"},"modules_plus":{"c":{"name":"b","ver":"1.0.0"}},"imports":{"c":{"name":"d","ver":"1.0.0"}}}""",
        "'a' and module 'b'", "'a' and module 'd'")]
    public void Read_ModulesThatDisagree_SaysEachDisagreementOnce(string task, params string[] expected)
    {
        var (read, problems) = Read($$"""{"name":"w","chain":[{{{task[1..^1]}},"body":"x"}]}""");

        Assert.Null(read.Definition);
        Assert.Equal(expected.Length, problems.Problems.Count);
        Assert.All(problems.Problems.Zip(expected), pair => Assert.Contains(pair.Second, pair.First.Message, StringComparison.Ordinal));
        Assert.All(problems.Problems, problem => Assert.Equal(ProblemCodes.ModulesDisagree, problem.Code));
    }

    [Theory]
    [InlineData("async", true)]
    [InlineData("yield", true)]
    [InlineData("await", false)]
    [InlineData("var", false)]
    [InlineData("class", false)]
    [InlineData("isBackComp", false)]
    [InlineData("__x", false)]
    public void Read_Alias_IsAcceptedWhenABodyCanUseItAsAVariable(string alias, bool accepted)
    {
        var (read, problems) = Read($$$"""{"name":"w","chain":[{"body":"x","modules":{"{{{alias}}}":"m"}}]}""");

        Assert.Equal(accepted, read.Definition is not null);
        Assert.Equal(accepted, problems.Problems.Count == 0);
    }

    [Fact]
    public void Read_AsAnOldService_IgnoresVersions()
    {
        var problems = new ProblemList();

        var read = WorkflowReader.Read(
            Json("""{"name":"w","chain":[{"body":"x","modules":{"c":"sdc"},"modules_plus":{"c":{"name":"sdc","ver":"9.0.3"},"d":{"name":"e","ver":"?"}}}]}"""),
            versioning: false, problems);

        Assert.Empty(problems.Problems);
        Assert.Equal(("sdc", null), (Assert.Single(read.Definition!.Chain[0].Modules).Name, read.Definition.Chain[0].Modules[0].Requested));
    }

    [Fact]
    public void Read_MisspeltMembers_AreWarnings()
    {
        var (read, problems) = Read("""{"name":"w","on_error":[],"chain":[{"body":"x","modules_pls":{},"colour":"red"}]}""");

        Assert.NotNull(read.Definition);
        Assert.Equal(["/on_error", "/chain/0/modules_pls"], problems.Warnings.Select(item => item.Pointer));
        Assert.Contains("'modules_plus'", problems.Warnings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Document_IsStoredVerbatimInPostedOrderPlusUuids()
    {
        var (read, _) = Read("""{"chain":[{"timeout":1.50,"body":"é \u00e9","x":{"b":1,"a":2}}],"name":"w","other":[1e3]}""");

        var stored = read.Definition!.Document.ToString();
        var chain = JsonDocument.Parse(stored).RootElement.GetProperty("chain");
        var taskId = chain[0].GetProperty("uuid").GetGuid();
        var sum = Md5(chain.GetRawText());
        Assert.Equal(
            $$$"""{"chain":[{"timeout":1.50,"body":"é \u00e9","x":{"b":1,"a":2},"uuid":"{{{taskId}}}"}],"name":"w","other":[1e3],"uuid":"{{{read.Definition.Id}}}","max_attempts":10,"chain_md5":"{{{sum}}}","timeout":3600}""",
            stored);
        Assert.Equal(taskId.ToString(), read.Definition.Chain[0].Name);
    }

    [Theory]
    [InlineData("onerror", "oncancel")]
    [InlineData("onError", "onCancel")]
    public void N10_Read_ErrorAndCancelChains_UnderEitherName_MeanTheSameAndAreAnsweredAsSent(string onError, string onCancel)
    {
        var (read, problems) = Read($$"""{"name":"w","chain":[{"body":"x"}],"{{onError}}":[{"body":"y"}],"{{onCancel}}":[{"body":"z"}]}""");

        Assert.Empty(problems.Problems);
        Assert.Empty(problems.Warnings);
        var workflow = read.Definition!;
        Assert.Equal(("onerror/0", $"/{onError}/0", true), (workflow.OnError![0].NodeId, workflow.OnError[0].Pointer, workflow.OnError[0].HasError));
        Assert.Equal(("oncancel/0", $"/{onCancel}/0"), (workflow.OnCancel![0].NodeId, workflow.OnCancel[0].Pointer));
        var stored = JsonDocument.Parse(workflow.Document.ToString()).RootElement;
        Assert.Equal(workflow.OnErrorJson.ToString(), stored.GetProperty(onError).GetRawText());
        Assert.Equal(Md5(workflow.OnErrorJson.ToString()), stored.GetProperty("onerror_md5").GetString());
        Assert.Equal(Md5(workflow.OnCancelJson.ToString()), stored.GetProperty("oncancel_md5").GetString());
        Assert.Equal(workflow.OnCancelMd5, stored.GetProperty("oncancel_md5").GetString());
        Assert.Equal(
            ["name", "chain", onError, onCancel, "uuid", "max_attempts", "chain_md5", "onerror_md5", "oncancel_md5", "timeout"],
            stored.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("onerror", "onError")]
    [InlineData("oncancel", "onCancel")]
    public void Read_AChainUnderBothNames_IsAProblem(string name, string alias)
    {
        var (_, problems) = Read($$"""{"name":"w","chain":[],"{{name}}":[],"{{alias}}":[]}""");

        Assert.Equal("/" + alias, Assert.Single(problems.Problems).Pointer);
    }

    [Fact]
    public void Read_AChainUnderOneNameAndNullUnderTheOther_IsThatChain()
    {
        var (read, problems) = Read("""{"name":"w","onerror":null,"onError":[{"body":"x","uuid":"7b7c1d6e-9d4d-4d7e-9d1c-0f5b5d5c5b5a"}],"oncancel":[],"onCancel":null}""");

        Assert.Empty(problems.Problems);
        Assert.Equal((1, 0), (read.Definition?.OnError?.Count, read.Definition?.OnCancel?.Count));
        Assert.StartsWith(
            """{"name":"w","onerror":null,"onError":[{"body":"x","uuid":"7b7c1d6e-9d4d-4d7e-9d1c-0f5b5d5c5b5a"}],"oncancel":[],"onCancel":null,""",
            read.Definition!.Document.ToString(), StringComparison.Ordinal);
        Assert.Empty(Read(read.Definition.Document.ToString()).Problems.Problems);
    }

    [Fact]
    public void Read_ProblemsOfAChainUnderItsOtherName_PointThere()
    {
        var (_, problems) = Read("""{"name":"w","onError":[{"body":"x"},{"retry":"?"}]}""");

        Assert.Equal(["/onError/1/body", "/onError/1/retry"], problems.Problems.Select(item => item.Pointer));
    }

    [Fact]
    public void Read_WhatTheServiceSaid_IsNotStoredWhenItComesBack()
    {
        var (read, _) = Read("""{"name":"w","chain":[{"body":"x"}],"chain_md5":"old","onerror_md5":"old","created_at":"2026-01-01","check":{},"warnings":[],"paused":true,"mine":1}""");

        var stored = JsonDocument.Parse(read.Definition!.Document.ToString()).RootElement;
        Assert.Equal(["name", "chain", "chain_md5", "mine", "uuid", "max_attempts", "timeout"], stored.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Md5(read.Definition.ChainJson.ToString()), stored.GetProperty("chain_md5").GetString());
        Assert.Equal("""{"mine":1}""", read.Definition.JobProperties.ToString());
    }

    [Fact]
    public void Read_UnknownMembers_AreJobPropertiesUnlessTheyAreAJobsOwn()
    {
        var (read, _) = Read("""{"name":"w","chain":[{"body":"x"}],"version":"1.0.0","sla":{"a":[1.50]},"params":1,"error":2,"target":3,"none":null}""");
        var (plain, _) = Read("""{"name":"w","chain":[{"body":"x"}],"timeout":1,"max_delay":5}""");

        Assert.Equal("""{"version":"1.0.0","sla":{"a":[1.50]}}""", read.Definition!.JobProperties.ToString());
        Assert.True(plain.Definition!.JobProperties.IsAbsent);
    }

    [Theory]
    [InlineData("", 10, 0, null, null)]
    [InlineData(""","max_attempts":3,"initial_delay":100,"max_delay":1000""", 3, 100, 100d, 1000d)]
    [InlineData(""","max_attempts":null,"initial_delay":null,"max_delay":null""", 10, 0, null, null)]
    public void Read_Attempts_HaveTheContractsDefaults(string more, int attempts, int delay, double? shownDelay, double? shownMaxDelay)
    {
        var workflow = Read($$"""{"name":"w","chain":[]{{more}}}""").Read.Definition!;

        Assert.Equal((attempts, delay), (workflow.MaxAttempts, workflow.InitialDelay.TotalMilliseconds));
        Assert.Equal((shownDelay, shownMaxDelay), (workflow.ShownInitialDelay?.TotalMilliseconds, workflow.ShownMaxDelay?.TotalMilliseconds));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1.5", 1.5)]
    [InlineData("null", 3600)]
    public void N63_Read_Timeout_ZeroMeansNone(string value, double seconds)
    {
        var workflow = Read($$"""{"name":"w","chain":[],"timeout":{{value}}}""").Read.Definition!;

        Assert.Equal(seconds, workflow.Timeout.TotalSeconds);
        Assert.Contains(value == "null" ? "\"timeout\":3600" : $"\"timeout\":{value}", workflow.Document.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(""","uuid":"7b7c1d6e-9d4d-4d7e-9d1c-0f5b5d5c5b5a" """, null)]
    [InlineData(""","uuid":"00000000-9d4d-4d7e-9d1c-0f5b5d5c5b5a" """, "/uuid")]
    public void Read_UnderAnId_TakesNoOther(string more, string? pointer)
    {
        var id = Guid.Parse("7b7c1d6e-9d4d-4d7e-9d1c-0f5b5d5c5b5a");
        var problems = new ProblemList();

        var read = WorkflowReader.Read(Json($$"""{"name":"w","chain":[]{{more}}}"""), true, problems, new GivenId(id, IsMadeOfKey: false));

        Assert.Equal(pointer, problems.Problems.SingleOrDefault()?.Pointer);
        if (pointer is null) Assert.Equal(id, read.Definition!.Id);
    }

    [Fact]
    public void N62_Read_WhatIsNoWorkflow_SaysEverything()
    {
        var (_, nameless) = Read("""{"chain":[{"body":5},{}]}""");
        var (_, noArray) = Read("""{"name":"w","chain":{"body":"x"},"onerror":"y"}""");

        Assert.Equal(["/name", "/chain/0/body", "/chain/1/body"], nameless.Problems.Select(item => item.Pointer));
        Assert.Equal(["/chain", "/onerror"], noArray.Problems.Select(item => item.Pointer));
    }

    [Fact]
    public void Read_OfAStoredDocument_GivesTheSameDocument()
    {
        var (read, _) = Read("""{"name":"w","chain":[{"body":"x"}],"onerror":[{"body":"y"}]}""");

        var (again, _) = Read(read.Definition!.Document.ToString());

        Assert.Equal(read.Definition.Document.ToString(), again.Definition!.Document.ToString());
    }

    [SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "The member is defined as MD5.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private static (ReadWorkflow Read, ProblemList Problems) Read(string document)
    {
        var problems = new ProblemList();
        return (WorkflowReader.Read(Json(document), versioning: true, problems), problems);
    }
}
