namespace TaskChain.Sandbox.Protocol;

/// <summary>The payload of a <see cref="FrameKind.Result"/> frame: a <see cref="TaskRunResult"/>.</summary>
public static class RunReply
{
    private const int MaxInner = 5;

    /// <summary>Writes the payload.</summary>
    public static void Write(FrameBuffer buffer, long runId, TaskRunResult result)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(result);
        buffer.WriteNumber(runId);
        buffer.WriteByte((byte)result.Outcome);
        buffer.WriteBytes(result.Result.Span);
        buffer.WriteBytes(result.Params.Span);
        buffer.WriteBytes(result.PropertyChanges.Span);
        buffer.WriteNumber(result.After.Ticks);
        buffer.WriteNumber(result.Deadline?.UtcTicks ?? 0);
        WriteFailure(buffer, result.Failure, MaxInner);
    }

    /// <summary>Reads a payload; its JSON members are copies that outlive the frame.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static TaskRunResult Read(ReadOnlySpan<byte> payload, out long runId)
    {
        var reader = new PayloadReader(payload);
        runId = reader.ReadNumber();
        var outcome = (TaskRunOutcome)reader.ReadByte();
        if (outcome > TaskRunOutcome.Retry) throw new InvalidDataException($"There is no outcome {(int)outcome}.");
        return new TaskRunResult
        {
            Outcome = outcome,
            Result = reader.ReadBytes().ToArray(),
            Params = reader.ReadBytes().ToArray(),
            PropertyChanges = reader.ReadBytes().ToArray(),
            After = ReadDelay(ref reader),
            Deadline = ReadInstant(ref reader),
            Failure = ReadFailure(ref reader, MaxInner),
        };
    }

    // The worker is not trusted: it may name ticks that no instant has.
    private static DateTimeOffset? ReadInstant(ref PayloadReader reader) => reader.ReadNumber() switch
    {
        0 => null,
        var ticks when ticks > 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks => new DateTimeOffset(ticks, TimeSpan.Zero),
        var ticks => throw new InvalidDataException($"There is no instant {ticks}."),
    };

    private static TimeSpan ReadDelay(ref PayloadReader reader)
    {
        var ticks = reader.ReadNumber();
        return ticks >= 0 ? new TimeSpan(ticks) : throw new InvalidDataException("A delay is negative.");
    }

    private static void WriteFailure(FrameBuffer buffer, TaskFailure? failure, int depth)
    {
        if (failure is null || depth == 0)
        {
            buffer.WriteText(null);
            return;
        }

        buffer.WriteText(failure.Code);
        buffer.WriteText(failure.Message);
        buffer.WriteText(failure.TypeName);
        buffer.WriteText(failure.StackTrace);
        buffer.WriteByte(failure.IsRetryable ? (byte)1 : (byte)0);
        buffer.WriteNumber(failure.StatusCode ?? 0);
        WriteFailure(buffer, failure.Inner, depth - 1);
    }

    private static TaskFailure? ReadFailure(ref PayloadReader reader, int depth)
    {
        if (reader.ReadText() is not { } code) return null;
        if (depth == 0) throw new InvalidDataException("Failures are nested too deeply.");
        var message = reader.ReadRequiredText();
        var typeName = reader.ReadText();
        var stackTrace = reader.ReadText();
        var retryable = reader.ReadByte() != 0;
        var status = reader.ReadNumber();
        return new TaskFailure(code, message, typeName, stackTrace, retryable, ReadFailure(ref reader, depth - 1))
        {
            StatusCode = status is > 0 and < 1000 ? (int)status : null,
        };
    }
}
