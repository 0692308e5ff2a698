using TaskChain.Api.Tests.Support;

namespace TaskChain.Cli.Tests;

public sealed class WorkflowTests(CliService service)
{
    private readonly Taskchain _program = service.Program;

    [Fact]
    public async Task Workflow_FromSubmitToDelete()
    {
        using var folder = new TemporaryFolder();
        var workflow = Flow.Of(Flow.Task("one", "return 1;"));
        var name = (string)workflow["name"]!;
        await File.WriteAllTextAsync(folder.File("wf.json"), workflow.ToJsonString(), TestContext.Current.CancellationToken);

        var uuid = (await _program.DoAsync("workflow", "submit", folder.File("wf.json"))).Line;
        var shown = await _program.DoAsync("workflow", "show", name);
        var json = await _program.DoAsync("workflow", "show", uuid, "--output", "json");
        var listed = await _program.DoAsync("workflow", "list", "--name", name);
        workflow["chain"]!.AsArray().Add(Flow.Task("two", "return 2;"));
        var updated = await _program.FeedAsync(workflow.ToJsonString(), "workflow", "update", name, "-");
        var paused = await _program.DoAsync("workflow", "pause", name);
        var resumed = await _program.DoAsync("workflow", "resume", uuid);
        await _program.DoAsync("workflow", "delete", name, "--yes");
        var gone = await _program.RunAsync("workflow", "show", uuid);

        Assert.True(Guid.TryParse(uuid, out _));
        Assert.Contains($"name:         {name}", shown.Out, StringComparison.Ordinal);
        Assert.Contains("one", shown.Out, StringComparison.Ordinal);
        Assert.Equal(uuid, (string?)json.Json["uuid"]);
        Assert.Contains(uuid, listed.Out, StringComparison.Ordinal);
        Assert.Equal((0, uuid), (updated.Exit, updated.Line));
        Assert.Contains("paused:       yes", paused.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("paused", resumed.Out, StringComparison.Ordinal);
        Assert.Equal((4, ""), (gone.Exit, gone.Out));
        Assert.Contains("does not exist", gone.Error, StringComparison.Ordinal);
        Assert.Equal(4, (await _program.RunAsync("workflow", "show", name)).Exit);
    }

    [Fact]
    public async Task Json_IsTheServicesAnswerUnchanged()
    {
        var uuid = await _program.WorkflowAsync(Flow.Of(Flow.Task("one", "return \"ä<'>\";")));

        var run = await _program.DoAsync("workflow", "show", uuid, "-o", "json");

        Assert.Equal((await service.Api.GetAsync($"/workflows/{uuid}")).Text, run.Line);
    }

    [Fact]
    public async Task Submit_BodyThatDoesNotCompile_Exits1WithPointers()
    {
        var run = await _program.FeedAsync(Flow.Of(Flow.Task("one", "return nothing;")).ToJsonString(), "workflow", "submit", "-");

        Assert.Equal((1, ""), (run.Exit, run.Out));
        Assert.Contains("/chain/0/body:", run.Error, StringComparison.Ordinal);
        Assert.Contains("code script_invalid, trace ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_NameThatIsTaken_Exits5()
    {
        var workflow = Flow.Of(Flow.Task("one", "return 1;"));
        await _program.WorkflowAsync(workflow);

        Assert.Equal(5, (await _program.FeedAsync(workflow.ToJsonString(), "workflow", "submit", "-")).Exit);
    }

    [Fact]
    public async Task Submit_UnderTheSameKeyTwice_PostsOnce()
    {
        var workflow = Flow.Of(Flow.Task("one", "return 1;")).ToJsonString();
        var key = Guid.NewGuid().ToString();

        var first = await _program.FeedAsync(workflow, "workflow", "submit", "-", "--idempotency-key", key);
        var second = await _program.FeedAsync(workflow, "workflow", "submit", "-", "--idempotency-key", key);

        Assert.Equal((0, 0, first.Line), (first.Exit, second.Exit, second.Line));
    }
}
