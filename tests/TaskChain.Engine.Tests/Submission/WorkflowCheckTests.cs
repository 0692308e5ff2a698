using System.Text.Json;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Engine.Tests.Submission;

public sealed class WorkflowCheckTests : IAsyncLifetime
{
    private const string Reason = "Cnapi.WaitTask was replaced by Cnapi.WaitTicketAsync";

    private readonly EngineBox _box = new();

    public async ValueTask InitializeAsync() => await _box.StartAsync();

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task Submit_OnlyABrokenVersionInstalled_IsRefusedWithTheSentence()
    {
        await PublishAsync("9.0.3", "WaitTask");
        await PublishAsync("9.1.0", "WaitTask");
        await PublishAsync("10.0.0", "WaitTicket");
        await BreakAsync("10.0.0");
        await RetireAsync("9.0.3");
        await RetireAsync("9.1.0");
        _box.Compiler.Script = request => Misses(request, "10.0.0", line: 3);

        var problem = Assert.Single(await RefusedAsync(Task("cnapi.wait_on_vm_ticket", "9.0.3")));

        Assert.Equal(
            "Task 'cnapi.wait_on_vm_ticket' needs module 'sdc-clients' 9.0.3; this service has 10.0.0, which broke compatibility "
            + "(Cnapi.WaitTask was replaced by Cnapi.WaitTicketAsync; used on line 3). Install 9.0.3 or 9.1.0 beside it, or move the task to 10.0.0.",
            problem.Message);
        Assert.Equal(
            (ProblemCodes.ModuleCompatBroken, "sdc-clients", "9.0.3", "10.0.0", "9.1.0", "c"),
            (problem.Code, problem.Module, problem.Requested, problem.Available, problem.NearestVersion, problem.Alias));
        Assert.Equal(new BreakingVersion("10.0.0", Reason), Assert.Single(problem.BrokenBy!));
        Assert.Equal(3, Assert.Single(problem.Hits!).Line);
        Assert.Equal(0, problem.TaskIndex);
    }

    [Fact]
    public async Task Submit_ThreeDifferentProblems_AreReportedAtOnceAndNothingIsStored()
    {
        await PublishAsync("9.0.3", "WaitTask");
        _box.Compiler.Script = request => request.Body == "typo" ? FakeCompiler.Error(request, ProblemCodes.ScriptInvalid, "';' expected", line: 2) : null;

        var problems = await RefusedAsync(
            """{"name":"t1","body":"x","modules":{"c":"sdc-client"}}""", Task("t2", "9.x.y"), """{"name":"t3","body":"typo"}""");

        Assert.Equal(
            [(ProblemCodes.ModuleNotFound, "t1"), (ProblemCodes.ModuleVersionInvalid, "t2"), (ProblemCodes.ScriptInvalid, "t3")],
            problems.Select(item => (item.Code, item.Task!)));
        Assert.Contains("'sdc-clients'", problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(("/chain/2/body", 2), (problems[2].Pointer, problems[2].Line));
        Assert.Empty(await _box.Engine.Workflows.ListAsync(new WorkflowFilter(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Submit_WrongTimeoutAndWrongBodyInOneTask_ReportsBoth()
    {
        _box.Compiler.Script = request => FakeCompiler.Error(request, ProblemCodes.ScriptInvalid, "';' expected", line: 2);

        var problems = await RefusedAsync("""{"name":"t1","body":"typo","timeout":"soon"}""");

        Assert.Equal([ProblemCodes.InvalidValue, ProblemCodes.ScriptInvalid], problems.Select(item => item.Code));
    }

    [Fact]
    public async Task Submit_RequestedVersionInstalled_IsGivenBesideOthers()
    {
        await PublishAsync("9.0.2", "WaitTask");
        await PublishAsync("9.0.3", "WaitTask");

        Assert.Equal(["9.0.2", "9.0.3"], await GivenAsync(Task("a", "9.0.2"), Task("b", "9.0.3")));
    }

    [Fact]
    public async Task Submit_ConsumerIsBehind_IsGivenTheNewestCompatibleVersion()
    {
        await PublishAsync("9.0.2", "WaitTask");
        await PublishAsync("9.0.3", "WaitTask");
        await PublishAsync("10.0.0", "WaitTicket");
        await BreakAsync("10.0.0");

        Assert.Equal(["9.0.3"], await GivenAsync(Task("a", "9.0.1")));
    }

    [Fact]
    public async Task Submit_BodyDoesNotBindAgainstTheNewest_IsGivenTheNextOne()
    {
        await PublishAsync("9.0.2", "WaitTask");
        await PublishAsync("9.0.3", "Other");
        _box.Compiler.Script = request => Misses(request, "9.0.3", line: 1);

        Assert.Equal(["9.0.2"], await GivenAsync(Task("a", "9.0.1")));
    }

    [Fact]
    public async Task Submit_NothingBinds_SaysWhichMembersOfTheBest()
    {
        await PublishAsync("9.0.3", "Other");
        _box.Compiler.Script = request => Misses(request, "9.0.3", line: 4);

        var problem = Assert.Single(await RefusedAsync(Task("a", "9.0.1")));

        Assert.Equal(
            (ProblemCodes.ModuleCompatBroken,
            "Task 'a' needs module 'sdc-clients' 9.0.1; this service has 9.0.3, which its body does not bind against (c.WaitTask; used on line 4). "
            + "Install 9.0.1 beside it, or move the task to 9.0.3."),
            (problem.Code, problem.Message));
    }

    [Fact]
    public async Task Submit_UnguardedMemberOfANewerVersion_IsRefusedAsMissingMember()
    {
        await PublishAsync("9.0.2", "WaitTask");
        _box.Compiler.Script = request => Misses(request, "9.0.2", line: 4, addedIn: "9.0.3");

        var problem = Assert.Single(await RefusedAsync(Task("a", "9.5.0")));

        Assert.Equal((ProblemCodes.ModuleMemberMissing, 4, "9.0.2"), (problem.Code, problem.Line, problem.Available));
        Assert.Contains("9.0.3", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_UnknownNewerVersion_IsGivenTheNewestWithAWarning()
    {
        await PublishAsync("9.0.2", "WaitTask");
        await PublishAsync("9.0.3", "WaitTask");

        var accepted = await AcceptedAsync(Task("a", "abcdef1234"));

        Assert.Equal(ProblemCodes.ModuleVersionUnknown, Assert.Single(accepted.Warnings).Code);
        Assert.Equal(["9.0.3"], Versions(accepted));
    }

    [Fact]
    public async Task Submit_GuardedMissingMember_IsAcceptedAndListed()
    {
        await PublishAsync("9.0.2", "WaitTask");
        _box.Compiler.Script = request => FakeCompiler.Success(
            request, new MemberUse("sdc-clients", "M:X", "c.WaitTicket", 7, 3, Present: false, "9.0.3", UseReach.Guarded));

        var accepted = await AcceptedAsync(Task("a", "9.0.2"));

        var warning = Assert.Single(accepted.Warnings);
        Assert.Equal((ProblemCodes.ModuleLateBound, 7, "/chain/0/body"), (warning.Code, warning.Line, warning.Pointer));
    }

    [Fact]
    public async Task Submit_DeprecatedModule_WarnsWithWhatToUse()
    {
        await _box.Engine.Modules.PublishAsync(
            "async", "3.2.0", PackageMaker.Make("async", "3.2.0", ["A"], ""","deprecated":{"use":"vasync","reason":"It is not maintained."}"""), TestContext.Current.CancellationToken);

        var accepted = await AcceptedAsync("""{"name":"a","body":"x","modules":{"async_":"async"}}""");

        var warning = Assert.Single(accepted.Warnings);
        Assert.Equal((ProblemCodes.ModuleDeprecated, "Task 'a' uses module 'async', which is deprecated. Use 'vasync' instead. It is not maintained."), (warning.Code, warning.Message));
    }

    [Fact]
    public async Task Submit_BreakThatShowsInTheApi_MayBeOverruledByProof()
    {
        await PublishAsync("9.0.3", "WaitTask", "Other");
        await PublishAsync("10.0.0", "Other");
        await BreakAsync("10.0.0");
        await RetireAsync("9.0.3");

        var refused = Assert.Single(await RefusedAsync(Task("a", "9.0.3")));
        Assert.Contains("untouched by the break", refused.Message, StringComparison.Ordinal);

        var accepted = await AcceptedAsync(Task("a", "9.0.3", ""","compat":"proof" """));
        Assert.Equal(["10.0.0"], Versions(accepted));
        Assert.Equal(ProblemCodes.ModuleBreakOverruled, Assert.Single(accepted.Warnings).Code);
    }

    [Fact]
    public async Task Submit_BreakOfBehaviour_IsNeverOverruledByProof()
    {
        await PublishAsync("9.0.3", "WaitTask");
        await PublishAsync("10.0.0", "WaitTask");
        await BreakAsync("10.0.0");
        await RetireAsync("9.0.3");

        var refused = Assert.Single(await RefusedAsync(Task("a", "9.0.3", ""","compat":"proof" """)));

        Assert.Contains("declared for behaviour", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_BreakThatNobodyHasSeen_IsNotCalledOneOfBehaviour()
    {
        await PublishAsync("9.0.3", "WaitTask");
        await PublishAsync("9.1.0", "Other");
        var table = _box.Engine.Modules.FindTable("sdc-clients")!;
        var document = """{"module":"sdc-clients","history":[{"ver":"9.0.3","breaks_bc":false},{"ver":"9.0.4","breaks_bc":true,"reason":"no"},{"ver":"9.1.0","breaks_bc":false}]}""";
        Assert.IsType<CompatTableSaving.Saved>(await _box.Engine.Modules.SaveTableAsync(
            "sdc-clients", EngineBox.Json(document), table.Revision, "remembered", TestContext.Current.CancellationToken));
        await RetireAsync("9.0.3");

        var refused = Assert.Single(await RefusedAsync(Task("a", "9.0.3", ""","compat":"proof" """)));

        Assert.EndsWith("no proof can tell whether the break touches it: 9.0.4 was never published here.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_SameBodyTwice_IsCompiledOnce()
    {
        await AcceptedAsync("""{"name":"a","body":"same"}""", """{"name":"b","body":"same"}""");
        await AcceptedAsync("""{"name":"c","body":"same"}""");

        Assert.Single(_box.Compiler.Requests);
    }

    [Fact]
    public async Task Submit_FallbackThatDoesNotCompile_IsReportedAtTheFallback()
    {
        _box.Compiler.Script = request => request.HasError ? FakeCompiler.Error(request, ProblemCodes.ScriptInvalid, "no") : null;

        var problem = Assert.Single(await RefusedAsync("""{"name":"a","body":"x","fallback":"y"}"""));

        Assert.Equal("/chain/0/fallback", problem.Pointer);
    }

    [Fact]
    public async Task PostJob_AfterTheCatalogueBroke_IsRefusedWithTheSameBody()
    {
        await PublishAsync("9.0.3", "WaitTask");
        var workflow = await _box.PostWorkflowAsync($"[{Task("a", "9.0.3")}]");
        await PublishAsync("10.0.0", "WaitTicket");
        await BreakAsync("10.0.0");
        await RetireAsync("9.0.3");
        _box.Compiler.Script = request => Misses(request, "10.0.0", line: 3);

        var submission = await _box.Engine.Jobs.SubmitAsync(EngineBox.Json($$"""{"workflow":"{{workflow}}"}"""), SubmitContext.Anonymous, TestContext.Current.CancellationToken);

        Assert.Equal(ProblemCodes.ModuleCompatBroken, Assert.Single(Assert.IsType<JobSubmission.Refused>(submission).Problems).Code);
    }

    [Fact]
    public async Task StartOfAJob_WhosePinsWereRetired_FailsItBeforeItsFirstTask()
    {
        await PublishAsync("9.0.3", "WaitTask");
        var workflow = await _box.PostWorkflowAsync($"[{Task("a", "9.0.3")}]");
        var job = await _box.PostJobAsync(workflow, $$""","exec_after":"{{_box.Time.GetUtcNow().AddMinutes(1):O}}" """);
        await PublishAsync("10.0.0", "WaitTicket");
        await BreakAsync("10.0.0");
        Assert.IsType<ModuleRetirement.InUse>(await _box.Engine.Modules.RetireAsync("sdc-clients", "9.0.3", false, TestContext.Current.CancellationToken));
        await RetireAsync("9.0.3", force: true);
        _box.Compiler.Script = request => Misses(request, "10.0.0", line: 3);

        var ended = await _box.EndOfAsync(job.Id);

        Assert.Equal((JobStatus.Failed, ProblemCodes.ModuleCompatBroken), (ended.Status, ended.Error?.Code));
        Assert.Empty(ended.ChainResults);
        Assert.Empty(_box.Sandbox.Runs);
        Assert.Equal("sdc-clients", EngineBox.Written(ended).GetProperty("error").GetProperty("errors")[0].GetProperty("module").GetString());
    }

    [Fact]
    public async Task Job_OfATaskWithModules_ShowsWhatItWasGiven()
    {
        await PublishAsync("9.0.2", "WaitTask");

        var job = await _box.RunAsync($"[{Task("a", "9.0.1")}]");

        var given = EngineBox.Written(job).GetProperty("chain_results")[0].GetProperty("modules").GetProperty("c");
        Assert.Equal("""{"name":"sdc-clients","requested":"9.0.1","ver":"9.0.2"}""", given.GetRawText());
        var module = Assert.Single(_box.Sandbox.Runs.Single().Run.Modules.Modules);
        Assert.True(File.Exists(Path.Combine(module.Folder, module.AssemblyFile)));
    }

    [Fact]
    public async Task Submit_AsAnOldService_GivesTheCurrentVersionWhateverIsRequested()
    {
        _box.Options.VersioningEnabled = false;
        await PublishAsync("9.0.2", "WaitTask");
        await PublishAsync("9.0.3", "WaitTask");
        await _box.Engine.Modules.SetCurrentAsync("sdc-clients", "9.0.2", TestContext.Current.CancellationToken);

        Assert.Equal(["9.0.2"], await GivenAsync(Task("a", "9.0.3")));
        Assert.All(_box.Compiler.Requests, request => Assert.False(request.Versioning));
    }

    [Fact]
    public async Task Submit_UnknownModuleWithABadVersion_ReportsBoth()
    {
        var problems = await RefusedAsync("""{"name":"a","body":"x","modules":{"c":{"name":"nope","ver":"9.x.y"} } }""");

        Assert.Equal([ProblemCodes.ModuleNotFound, ProblemCodes.ModuleVersionInvalid], problems.Select(item => item.Code));
    }

    private static string Task(string name, string version, string more = "") =>
        $$"""{"name":"{{name}}","body":"wait","modules":{"c":"sdc-clients"},"modules_plus":{"c":{"name":"sdc-clients","ver":"{{version}}"} }{{more}}}""";

    private static CompileResult? Misses(CompileRequest request, string version, int line, string? addedIn = null) =>
        request.Modules.Any(module => module.Resolved == version)
            ? FakeCompiler.Error(request, ProblemCodes.ModuleMemberMissing, "missing", line, "sdc-clients", "c.WaitTask", addedIn)
            : null;

    private async Task PublishAsync(string version, params string[] methods)
    {
        var published = await _box.Engine.Modules.PublishAsync(
            "sdc-clients", version, PackageMaker.Make("sdc-clients", version, methods), TestContext.Current.CancellationToken);
        Assert.IsType<ModulePublication.Published>(published);
    }

    private async Task BreakAsync(string version)
    {
        var table = _box.Engine.Modules.FindTable("sdc-clients")!;
        var text = new Contracts.RawJson(table.Document).ToString();
        var broken = text.Replace($"\"ver\": \"{version}\", \"breaks_bc\": false", $"\"ver\": \"{version}\", \"breaks_bc\": true, \"reason\": \"{Reason}\"", StringComparison.Ordinal);
        Assert.NotEqual(text, broken);
        Assert.IsType<CompatTableSaving.Saved>(
            await _box.Engine.Modules.SaveTableAsync("sdc-clients", EngineBox.Json(broken), table.Revision, null, TestContext.Current.CancellationToken));
    }

    private async Task RetireAsync(string version, bool force = false) => Assert.IsType<ModuleRetirement.Retired>(
        await _box.Engine.Modules.RetireAsync("sdc-clients", version, force, TestContext.Current.CancellationToken));

    private Task<WorkflowSubmission> SubmitAsync(string[] tasks) => _box.Engine.Workflows.SubmitAsync(
        EngineBox.Json($$"""{"name":"w{{Guid.NewGuid():N}}","chain":[{{string.Join(",", tasks)}}]}"""), SubmitContext.Anonymous, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<ProblemItem>> RefusedAsync(params string[] tasks) =>
        Assert.IsType<WorkflowSubmission.Refused>(await SubmitAsync(tasks)).Problems;

    private async Task<WorkflowSubmission.Accepted> AcceptedAsync(params string[] tasks) =>
        Assert.IsType<WorkflowSubmission.Accepted>(await SubmitAsync(tasks));

    private async Task<IEnumerable<string>> GivenAsync(params string[] tasks) => Versions(await AcceptedAsync(tasks));

    private static List<string> Versions(WorkflowSubmission.Accepted accepted) =>
    [
        .. JsonDocument.Parse(accepted.Workflow.Check).RootElement.GetProperty("tasks").EnumerateArray()
            .SelectMany(task => task.GetProperty("modules").EnumerateArray()).Select(module => module.GetProperty("ver").GetString()!),
    ];
}
