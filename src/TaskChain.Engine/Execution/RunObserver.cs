using System.Buffers;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Engine.Jobs;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Execution;

/// <summary>Stores what a body says, in order, and tells who watches.</summary>
internal sealed class RunObserver(LiveJob job, Decision.Start start, JobOutputs outputs, JobHub hub, TimeProvider time) : ITaskRunObserver
{
    public void OnStarted(int workerProcessId)
    {
    }

    public void OnInfo(ReadOnlyMemory<byte> json)
    {
        // The memory belongs to the worker's channel.
        var own = JobInfo.Of(json.Span, time.GetUtcNow());
        Write(JobOutputKind.Info, own);
        if (hub.IsWatched(job.Id)) hub.Publish(new JobUpdate.Info(job.Id, new RawJson(own)));
    }

    public void OnLog(ScriptLogLevel level, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("level"u8, JobHistoryJson.WordOf(level));
            writer.WriteString("message"u8, message);
            writer.WriteString("task"u8, start.Task.Name);
            writer.WriteString("node"u8, start.Task.Id); // Names may repeat in a workflow.
            writer.WriteEndObject();
        }

        Write(JobOutputKind.Log, buffer.WrittenMemory);
        if (hub.IsWatched(job.Id)) hub.Publish(new JobUpdate.Log(job.Id, start.Task.Id, level, message));
    }

    public void OnProgress(double fraction)
    {
        job.Fraction = Math.Clamp(fraction, 0, 1);
        if (hub.IsWatched(job.Id)) hub.Publish(new JobUpdate.Progress(job.Id, start.Task.Id, job.Fraction));
    }

    private void Write(JobOutputKind kind, ReadOnlyMemory<byte> json)
    {
        var writing = outputs.WriteAsync(new JobOutput(job.Id, kind, time.GetUtcNow(), json), job.Life.Over);
        if (!writing.IsCompletedSuccessfully) job.AddOutput(writing);
    }
}
