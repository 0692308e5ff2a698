using System.Net;
using TaskChain.Client.Exceptions;

namespace TaskChain.Client.Tests;

public sealed class EventClientTests
{
    private static readonly Guid Id = Guid.Parse("0197f3a0-0000-7000-8000-000000000002");
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadEventsAsync_ToTheEnd_GivesNumberedAndSpokenEvents()
    {
        var service = new FakeService().Answer(
            Event(0, "claimed") + "event: log\ndata: {\"message\":\"a\"}\n\nevent: heartbeat\ndata: {}\n\nevent: info\ndata: [1,\ndata: 2]\n\n" + Event(1, "succeeded"));
        using var client = service.Client();

        var events = await client.GetJobHandle(Id).ReadEventsAsync(cancellationToken: Ct).ToListAsync(Ct);

        Assert.Equal([(0, "claimed"), (null, "log"), (null, "info"), (1, "succeeded")], events.Select(e => (e.Number, e.Name)));
        Assert.Equal("[1,\n2]", events[2].Data.ToString());
        var request = Assert.Single(service.Requests);
        Assert.Equal($"GET /base/jobs/{Id}/events", request.Line);
        Assert.Contains("text/event-stream", request.Header("Accept"), StringComparison.Ordinal);
        Assert.Null(request.Header("Last-Event-ID"));
    }

    [Fact]
    public async Task ReadEventsAsync_StreamEndsBeforeTheJob_GoesOnAfterTheLastNumber()
    {
        var service = new FakeService()
            .Answer(Event(0, "claimed") + Event(1, "task_started") + "event: log\ndata: {}\n\n")
            .Fail()
            .Answer(Event(2, "task_ended"))
            .Answer(Event(3, "failed"));
        using var client = service.Client();

        var events = await client.GetJobHandle(Id).ReadEventsAsync(cancellationToken: Ct).ToListAsync(Ct);

        Assert.Equal([0, 1, 2, 3], events.Where(e => e.Number is not null).Select(e => e.Number!.Value));
        Assert.Equal([null, "1", "1", "2"], service.Requests.Select(request => request.Header("Last-Event-ID")));
    }

    [Fact]
    public async Task ReadEventsAsync_AfterTheLastEvent_IsEmpty()
    {
        var service = new FakeService().Answer("", HttpStatusCode.NoContent);
        using var client = service.Client();

        Assert.Empty(await client.GetJobHandle(Id).ReadEventsAsync(after: 7, Ct).ToListAsync(Ct));
        Assert.Equal("7", service.Requests[0].Header("Last-Event-ID"));
    }

    [Fact]
    public async Task ReadEventsAsync_StreamsWithoutAnyEvent_GivesUpInTheEnd()
    {
        var service = new FakeService().Answer("").Answer("").Answer("");
        using var client = service.Client(options => options.ConnectionRetries = 2);

        await Assert.ThrowsAsync<TaskChainConnectionException>(async () => await client.GetJobHandle(Id).ReadEventsAsync(cancellationToken: Ct).ToListAsync(Ct));
        Assert.Equal(3, service.Requests.Count);
    }

    [Fact]
    public async Task ReadEventsAsync_UnknownJob_Throws()
    {
        using var client = new FakeService().Answer("""{ "code": "ResourceNotFound", "message": "No." }""", HttpStatusCode.NotFound).Client();

        await Assert.ThrowsAsync<TaskChainProblemException>(async () => await client.GetJobHandle(Id).ReadEventsAsync(cancellationToken: Ct).ToListAsync(Ct));
    }

    private static string Event(int number, string name) => $"id: {number}\nevent: {name}\ndata: {{\"n\":{number}}}\n\n";
}
