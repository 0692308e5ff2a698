using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>GET /jobs/{uuid}/events.</summary>
public sealed class JobEventTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Stream_OfALiveJob_TellsEverythingAndEnds()
    {
        var path = "/events/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(
            Flow.Task("held", Flow.Call(path)).Calls(), Flow.Task("talks", "info(new { step = 1 }); log.Info(\"a line\"); return 7;"))));
        await shared.Recorder.SeenAsync(path);

        using var stream = await _api.EventsAsync(job);
        var first = await stream.UntilAsync("task_started");
        shared.Recorder.Open(path);
        var rest = await stream.AllAsync();

        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", stream.Response.Headers.CacheControl?.ToString());
        Assert.Equal(job, stream.Response.Headers.GetValues("request-id").Single());
        Assert.Equal("held", (string?)first.Json["task"]);
        Assert.Equal("succeeded", rest[^1].Name);
        Assert.Equal(7, (int?)rest.Last(e => e.Name == "task_ended").Json["result"]);
        Assert.Null(Assert.Single(rest, e => e.Name == "info").Id);
        Assert.Equal("a line", (string?)Assert.Single(rest, e => e.Name == "log").Json["message"]);
        var ids = rest.Where(e => e.Id is not null).Select(e => int.Parse(e.Id!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(ids[0], ids.Count), ids);
    }

    [Fact]
    public async Task Stream_OfAFinishedJob_IsItsWholeHistory()
    {
        var job = (string)(await _api.RunAsync(await WorkflowAsync()))["uuid"]!;

        using var stream = await _api.EventsAsync(job);
        var events = await stream.AllAsync();

        Assert.Equal(["claimed", "task_started", "task_ended", "succeeded"], events.Select(e => e.Name));
        Assert.Equal(["0", "1", "2", "3"], events.Select(e => e.Id));
    }

    [Fact]
    public async Task Stream_AfterAnEvent_GoesOnBehindIt()
    {
        var job = (string)(await _api.RunAsync(await WorkflowAsync()))["uuid"]!;

        using var stream = await _api.EventsAsync(job, after: 1);
        using var ended = await _api.EventsAsync(job, after: 3);

        Assert.Equal(["2", "3"], (await stream.AllAsync()).Select(e => e.Id));
        Assert.Equal(HttpStatusCode.NoContent, ended.Response.StatusCode); // browsers then do not ask again
    }

    [Fact]
    public async Task Streams_OfManyReaders_TellTheSame()
    {
        var job = await _api.JobAsync(await WorkflowAsync(), new JsonObject { ["exec_after"] = "2999-01-01T00:00:00Z" });
        var readers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.EventsAsync(job)));

        await _api.PostAsync($"/jobs/{job}/cancel");
        var all = await Task.WhenAll(readers.Select(reader => reader.AllAsync()));

        Assert.All(all, events => Assert.Equal("canceled", events[^1].Name));
        foreach (var reader in readers) reader.Dispose();
    }

    [Fact]
    public async Task Stream_ThatItsReaderLeaves_DoesNotTouchTheJob()
    {
        var path = "/events/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var job = await _api.JobAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("held", Flow.Call(path)).Calls())));
        using (var stream = await _api.EventsAsync(job)) await stream.UntilAsync("claimed");

        shared.Recorder.Open(path);

        Assert.Equal("succeeded", (string?)(await _api.FinishedAsync(job))["execution"]);
    }

    [Fact]
    public async Task Stream_OfAStoppingService_Ends()
    {
        await using var service = await TestService.StartAsync();
        var workflow = await service.Api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();")));
        var job = await service.Api.JobAsync(workflow);
        await service.Api.BecomesAsync(job, "waiting");
        using var stream = await service.Api.EventsAsync(job);
        await stream.UntilAsync("suspended");

        var reading = stream.AllAsync();
        await service.StopAsync();

        Assert.Empty(await reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Posted_Info_IsToldInOneOrSeveralLines()
    {
        var job = await _api.JobAsync(await WorkflowAsync(), new JsonObject { ["exec_after"] = "2999-01-01T00:00:00Z" });
        using var stream = await _api.EventsAsync(job);
        var waiting = stream.UntilAsync("info");

        // Told to those who listen when it is said: the service may not have got to listening yet.
        for (var i = 0; i < 100 && !waiting.IsCompleted; i++)
        {
            await _api.SendAsync(HttpMethod.Post, $"/jobs/{job}/info", new StringContent("{\n \"from\":\r\n \"outside\"\n}", null, "application/json"));
            await Task.WhenAny(waiting, _api.SendAsync(HttpMethod.Get, $"/jobs/{job}", null, ("Prefer", "wait=1")));
        }

        Assert.Equal("outside", (string?)(await waiting).Json["from"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task LastEventId_ThatIsNone_IsRefused(string id)
    {
        var job = (string)(await _api.RunAsync(await WorkflowAsync()))["uuid"]!;

        var answer = await _api.SendAsync(HttpMethod.Get, $"/jobs/{job}/events", null, ("Last-Event-ID", id));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task HeadAndUnknownJob_AreAnsweredAtOnce()
    {
        var job = await _api.JobAsync(await WorkflowAsync(), new JsonObject { ["exec_after"] = "2999-01-01T00:00:00Z" });

        var head = await _api.SendAsync(HttpMethod.Head, $"/jobs/{job}/events");
        var none = await _api.SendAsync(HttpMethod.Get, $"/jobs/{Guid.NewGuid()}/events", null, ("Accept", "text/event-stream"));
        var other = await _api.SendAsync(HttpMethod.Get, $"/jobs/{job}/events", null, ("Accept", "text/html"));

        Assert.Equal((HttpStatusCode.OK, "text/event-stream", ""), (head.Status, head.MediaType, head.Text));
        Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (none.Status, none.Code));
        Assert.Equal(HttpStatusCode.NotAcceptable, other.Status);
    }

    private Task<string> WorkflowAsync() => _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
}
