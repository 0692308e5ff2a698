using System.Text;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Jobs;

/// <summary>Logbooks are read for ever: their words must not change.</summary>
public sealed class JobEventJsonTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_ATaskThatEnded_KeepsItsWords()
    {
        var written = Encoding.UTF8.GetString(JobJson.Write(
        [
            new JobEvent.TaskEnded(Now, "chain/0", TaskRunOutcome.Succeeded) { Result = RawJson.Parse("""{"a":[1,false,null]}""") },
            new JobEvent.TaskStarted(Now, "chain/1", 1),
        ]));

        Assert.Equal(
            """[{"t":"task_ended","node":"chain/0","outcome":"Succeeded","result":{"a":[1,false,null]},"at":"2026-01-01T00:00:00+00:00"},"""
            + """{"t":"task_started","node":"chain/1","attempt":1,"at":"2026-01-01T00:00:00+00:00"}]""",
            written);
    }

    [Fact]
    public void Read_OfEveryKind_GivesWhatWasWritten()
    {
        List<JobEvent> events =
        [
            new JobEvent.Claimed(Now, Guid.NewGuid()),
            new JobEvent.TaskStarted(Now, "chain/0", 2) { Fallback = true, Interrupted = true },
            new JobEvent.TaskEnded(Now, "chain/0", TaskRunOutcome.Failed)
            {
                Error = new JobErrorView("E", "m", "c", "t", "s", new JobErrorView("I", "i", "c")), Permanent = true, After = TimeSpan.FromSeconds(1.5), Deadline = Now,
            },
            new JobEvent.TimedOut(Now, "chain/0"),
            new JobEvent.Requeued(Now, RequeueReason.Stopping) { Delay = TimeSpan.FromSeconds(2) },
            new JobEvent.Suspended(Now, Now),
            new JobEvent.Resumed(Now),
            new JobEvent.CancelRequested(Now),
            new JobEvent.Succeeded(Now),
            new JobEvent.Failed(Now, new JobErrorView("E", "m", "c")),
            new JobEvent.Canceled(Now),
            new JobEvent.Retried(Now, Guid.NewGuid()),
        ];

        var read = JobJson.Read(new LogEntry(0, events.Count, JobJson.Write(events)));

        Assert.Equal(events, read);
        Assert.Equal(Enum.GetValues<JobEventKind>().Order(), read.Select(item => item.Kind).Order());
    }

    [Fact]
    public void Write_ASuccessWithNull_KeepsTheNull()
    {
        List<JobEvent> events = [new JobEvent.TaskEnded(Now, "chain/0", TaskRunOutcome.Succeeded) { Result = RawJson.Null }];

        var read = (JobEvent.TaskEnded)JobJson.Read(new LogEntry(0, 1, JobJson.Write(events)))[0];

        Assert.Equal("null", read.Result.ToString());
    }
}
