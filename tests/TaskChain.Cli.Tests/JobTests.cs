using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Cli.Tests;

public sealed class JobTests(CliService service)
{
    private readonly Taskchain _program = service.Program;

    [Fact]
    public async Task Submit_AndWait_ShowsTheJobAndExits0()
    {
        var workflow = Flow.Of(Flow.Task("one", "return job.Params[\"n\"];"));
        await _program.WorkflowAsync(workflow);

        var run = await _program.DoAsync("job", "submit", (string)workflow["name"]!, "-p", "n=7", "-p", "text=seven", "-p", "list=[1,2]", "--wait", "-o", "json");

        Assert.Equal("succeeded", (string?)run.Json["execution"]);
        Assert.Equal("""{"n":7,"text":"seven","list":[1,2]}""", run.Json["params"]!.ToJsonString());
        Assert.Equal((await service.Api.GetAsync($"/jobs/{run.Json["uuid"]}")).Text, run.Line);
    }

    [Fact]
    public async Task Submit_AndWaitForAFailure_Exits3()
    {
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("one", "throw new Exception(\"on purpose\");")));

        var run = await _program.RunAsync("job", "submit", workflow, "--wait");

        Assert.Equal(3, run.Exit);
        Assert.Contains("on purpose", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_AndWaitForAJobThatAsksForANewAttempt_FollowsIt()
    {
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("one", "return job.Retry();")).With("max_attempts", 2));

        var run = await _program.RunAsync("job", "submit", workflow, "--wait", "-o", "json");

        Assert.True(run.Exit == 3, run.ToString());
        Assert.Equal(("retried", 1), ((string?)run.Json["execution"], (int?)run.Json["num_attempts"]));
    }

    [Fact]
    public async Task Submit_AndTheTimeIsOver_Exits6AndTheJobGoesOn()
    {
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("hold", "return job.Wait();")));

        var run = await _program.RunAsync("job", "submit", workflow, "--target", "/slow", "--wait", "--timeout", "0.5");

        Assert.Equal((6, ""), (run.Exit, run.Out));
        Assert.Contains("goes on", run.Error, StringComparison.Ordinal);
        var job = Assert.Single((await service.Api.GetAsync("/jobs?target=/slow")).Json.AsArray())!;
        await service.Api.BecomesAsync((string)job["uuid"]!, "waiting");
    }

    [Theory]
    [InlineData(false, "running")]
    [InlineData(true, "canceled")]
    public async Task Interrupt_EndsTheWaitingAndTheJobOnlyWhenAsked(bool cancel, string execution)
    {
        var target = "/interrupted/" + Guid.NewGuid();
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("hold", "await Task.Delay(-1, cancellation); return 1;")));
        string[] more = cancel ? ["--cancel-on-interrupt"] : [];
        var process = _program.Start("", ["job", "submit", workflow, "--target", target, "--wait", .. more]);
        JsonArray found;
        do found = (await service.Api.GetAsync($"/jobs?target={target}&execution=running")).Json.AsArray();
        while (found.Count == 0);
        var job = (string)found[0]!["uuid"]!;

        Signals.Interrupt(process.Id);
        var run = await Taskchain.EndAsync(process);

        Assert.True(run.Exit == 130, run.ToString());
        Assert.Equal("", run.Out);
        Assert.Contains(job, run.Error, StringComparison.Ordinal);
        await service.Api.BecomesAsync(job, execution);
        await service.Api.PostAsync($"/jobs/{job}/cancel", new JsonObject());
    }

    [Fact]
    public async Task Job_FromSubmitToDelete()
    {
        var target = "/whole/" + Guid.NewGuid();
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("ask", "return job.Wait();"), Flow.Task("tell", "return 2;")));
        var uuid = (await _program.DoAsync("job", "submit", workflow, "--target", target)).Line;
        await service.Api.BecomesAsync(uuid, "waiting");

        var shown = await _program.DoAsync("job", "show", uuid);
        var listed = await _program.DoAsync("job", "list", "--target", target, "--execution", "waiting");
        var live = await _program.RunAsync("job", "delete", uuid, "--yes");
        await _program.DoAsync("job", "resume", uuid, "--result", "{\"n\":1}");
        await service.Api.FinishedAsync(uuid);
        var watched = await _program.RunAsync("job", "watch", uuid, "--output", "json");
        var clone = (await _program.DoAsync("job", "clone", uuid, "-p", "x=1", "--target", target + "/clone")).Line;
        await service.Api.BecomesAsync(clone, "waiting");
        var canceled = await _program.DoAsync("job", "cancel", clone);
        await _program.DoAsync("job", "delete", uuid, "--yes");

        Assert.Contains("execution:    waiting", shown.Out, StringComparison.Ordinal);
        Assert.Contains(uuid, listed.Out, StringComparison.Ordinal);
        Assert.Equal(5, live.Exit);
        var events = watched.Line.Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal((0, "succeeded"), (watched.Exit, (string?)events[^1]["event"]));
        Assert.Contains("execution:    canceled", canceled.Out, StringComparison.Ordinal);
        Assert.Equal(4, (await _program.RunAsync("job", "show", uuid)).Exit);
        Assert.Equal(1, (int?)(await service.Api.GetAsync($"/jobs/{clone}")).Json["params"]!["x"]);
    }

    [Fact]
    public async Task Pause_AndResume_HoldAJobBack()
    {
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var uuid = (await _program.DoAsync("job", "submit", workflow, "--exec-after", "2099-01-01T00:00:00Z")).Line;

        var paused = await _program.DoAsync("job", "pause", uuid, "-o", "json");
        var resumed = await _program.DoAsync("job", "resume", uuid, "-o", "json");

        Assert.True((bool?)paused.Json["paused"]);
        Assert.NotEqual(true, (bool?)resumed.Json["paused"]);
    }

    [Fact]
    public async Task Submit_UnderTheSameKeyTwice_PostsOnce()
    {
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var key = Guid.NewGuid().ToString();

        var first = await _program.DoAsync("job", "submit", workflow, "--idempotency-key", key);
        var second = await _program.DoAsync("job", "submit", workflow, "--idempotency-key", key);

        Assert.Equal(first.Line, second.Line);
    }

    [Fact]
    public async Task Watch_FailingJob_TellsEachEventAndExits3()
    {
        var workflow = await _program.WorkflowAsync(Flow.Of(Flow.Task("one", "job.Info(new { step = 1 }); throw new Exception(\"no\");")));
        var uuid = (await _program.DoAsync("job", "submit", workflow)).Line;

        var run = await _program.RunAsync("job", "watch", uuid);

        Assert.Equal(3, run.Exit);
        Assert.Contains("task_ended", run.Out, StringComparison.Ordinal);
        Assert.Contains("failed", run.Line.Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Unknown_Exits4() => Assert.Equal(4, (await _program.RunAsync("job", "show", Guid.NewGuid().ToString())).Exit);
}
