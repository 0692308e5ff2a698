namespace TaskChain.Sandbox.Protocol;

/// <summary>A run as the worker receives it. Script, modules and variables are named by the numbers under which they were sent before.</summary>
public sealed record RunRequest
{
    /// <summary>Names the run on this channel.</summary>
    public required long RunId { get; init; }

    /// <summary>Number of the compiled body.</summary>
    public required int Script { get; init; }

    /// <summary>Number of the module set.</summary>
    public required int Modules { get; init; }

    /// <summary>Number of the variables.</summary>
    public required int Variables { get; init; }

    /// <summary>Who the job is and which attempt this is.</summary>
    public required JobIdentity Identity { get; init; }

    /// <summary>What went wrong, in fallback, onerror, oncancel and revert bodies; otherwise null.</summary>
    public TaskError? Error { get; init; }

    /// <summary>The job's parameters: a JSON object, or empty for none.</summary>
    public ReadOnlyMemory<byte> Params { get; init; }

    /// <summary>The job's properties: a JSON object, or empty for none.</summary>
    public ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>Earlier tasks' results: a JSON array, or empty for none.</summary>
    public ReadOnlyMemory<byte> Results { get; init; }

    /// <summary>Writes the payload of a <see cref="FrameKind.Run"/> frame.</summary>
    public static void Write(FrameBuffer buffer, long runId, (int Script, int Modules, int Variables) numbers, TaskRun run)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(run);
        buffer.WriteNumber(runId);
        buffer.WriteNumber(numbers.Script);
        buffer.WriteNumber(numbers.Modules);
        buffer.WriteNumber(numbers.Variables);
        WriteIdentity(buffer, run.Identity);
        WriteError(buffer, run.Error);
        buffer.WriteBytes(run.Params.Span);
        buffer.WriteBytes(run.Properties.Span);
        buffer.WriteBytes(run.Results.Span);
    }

    /// <summary>Reads a payload; the JSON members are copies that outlive the frame.</summary>
    public static RunRequest Read(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return new RunRequest
        {
            RunId = reader.ReadNumber(),
            Script = reader.ReadInt32(),
            Modules = reader.ReadInt32(),
            Variables = reader.ReadInt32(),
            Identity = ReadIdentity(ref reader),
            Error = ReadError(ref reader),
            Params = reader.ReadBytes().ToArray(),
            Properties = reader.ReadBytes().ToArray(),
            Results = reader.ReadBytes().ToArray(),
        };
    }

    private static void WriteIdentity(FrameBuffer buffer, JobIdentity identity)
    {
        buffer.WriteText(identity.Uuid);
        buffer.WriteText(identity.Name);
        buffer.WriteText(identity.Target);
        buffer.WriteNumber(identity.Attempt);
        buffer.WriteByte(identity.Interrupted ? (byte)1 : (byte)0);
        buffer.WriteText(identity.IdempotencyKey);
        buffer.WriteNumber(identity.CreatedAt.UtcTicks);
    }

    private static JobIdentity ReadIdentity(ref PayloadReader reader) => new(
        reader.ReadRequiredText(), reader.ReadRequiredText(), reader.ReadText(), reader.ReadInt32(), reader.ReadByte() != 0,
        reader.ReadRequiredText(), new DateTimeOffset(reader.ReadNumber(), TimeSpan.Zero));

    private static void WriteError(FrameBuffer buffer, TaskError? error)
    {
        buffer.WriteText(error?.Name);
        if (error is null) return;
        buffer.WriteText(error.Message);
        buffer.WriteText(error.Code);
        buffer.WriteText(error.Task);
        buffer.WriteNumber(error.StatusCode ?? 0);
    }

    private static TaskError? ReadError(ref PayloadReader reader) => reader.ReadText() is { } name
        ? new TaskError(name, reader.ReadRequiredText(), reader.ReadRequiredText(), reader.ReadRequiredText())
        {
            StatusCode = reader.ReadNumber() is var status and not 0 ? (int)status : null,
        }
        : null;
}
