using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Submission;

/// <summary>Reads posted jobs in one pass; parameters are copied as they stand.</summary>
internal ref struct JobRequestReader
{
    private const int MaxTargetLength = 1024;

    // Of its UTF-8: targets stand in an index, whose entries are limited.
    private const int MaxTargetBytes = 2048;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    private readonly ProblemList _problems;
    private readonly ExtraParams _extra;
    private string? _workflow;
    private Guid? _id;
    private string? _target;
    private DateTimeOffset? _execAfter;
    private string? _locks;
    private int _numAttempts;
    private ArrayBufferWriter<byte>? _params;
    private FoundParams _found;

    private JobRequestReader(ProblemList problems, ExtraParams extra)
    {
        _problems = problems;
        _extra = extra;
    }

    /// <summary>Reads a request. Null when it is not usable at all; otherwise all that is wrong is reported together.</summary>
    /// <param name="body">Any bytes.</param>
    /// <param name="extra">The configured parameters.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static JobRequest? Read(RawJson body, ExtraParams extra, ProblemList problems)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Utf8.Span, Options);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                return new JobRequestReader(problems, extra).ReadObject(body.Utf8.Span, ref reader);
            }

            problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, "A job is a JSON object with at least 'workflow'.") { Pointer = "" });
        }
        catch (JsonException e)
        {
            problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, $"The job is no valid JSON: {e.Message}"));
        }

        return null;
    }

    private JobRequest ReadObject(ReadOnlySpan<byte> body, ref Utf8JsonReader reader)
    {
        HashSet<string>? names = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var from = (int)reader.TokenStartIndex;
            var name = reader.GetString() ?? "";
            names ??= new HashSet<string>(StringComparer.Ordinal);
            if (!names.Add(name)) Report(name, $"'{MemberReader.Shorten(name)}' stands there twice.");
            reader.Read();
            if (TryReadReserved(name, ref reader)) continue;
            var valueFrom = (int)reader.TokenStartIndex;
            reader.Skip();
            var to = (int)reader.BytesConsumed;
            _params ??= new ArrayBufferWriter<byte>();
            _params.Write(_params.WrittenCount == 0 ? "{"u8 : ","u8);
            _params.Write(body[from..to]);
            if (_extra.Contains(name)) _found.Add(name, body[from..to], body[valueFrom..to]);
        }

        if (reader.Read()) throw new JsonException("There is more text after the object.");
        _params?.Write("}"u8);
        return new JobRequest
        {
            Workflow = _workflow,
            Id = _id,
            Target = _target,
            ExecAfter = _execAfter,
            Locks = _locks,
            NumAttempts = _numAttempts,
            Params = _params is null ? RawJson.EmptyObject : new RawJson(_params.WrittenMemory),
            Properties = _found.Properties,
            Search = _found.Terms,
        };
    }

    private bool TryReadReserved(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "workflow":
                _workflow = ReadString(name, ref reader);
                return true;
            case "target":
                _target = ReadString(name, ref reader);
                if (_target is { Length: > MaxTargetLength }) Report(name, $"'target' has {_target.Length} characters. At most {MaxTargetLength} are allowed.");
                else if (_target is not null && Encoding.UTF8.GetByteCount(_target) is > MaxTargetBytes and var bytes)
                {
                    Report(name, $"'target' has {bytes} bytes as UTF-8. At most {MaxTargetBytes} are allowed.");
                }

                return true;
            case "locks":
                _locks = ReadString(name, ref reader);
                if (_locks is not null && LockPattern.Explain(_locks) is { } fault) Report(name, $"'locks' {fault}.");
                return true;
            case "uuid":
                ReadId(ReadString(name, ref reader));
                return true;
            case "exec_after":
                ReadExecAfter(ref reader);
                return true;
            case "num_attempts":
                ReadNumAttempts(ref reader);
                return true;
            default:
                return false;
        }
    }

    private void ReadId(string? text)
    {
        if (text is null) return;
        if (Guid.TryParseExact(text, "D", out var id)) _id = id;
        else Report("uuid", $"'uuid' is '{MemberReader.Shorten(text)}', which is no UUID. {MemberReader.UuidForm}");
    }

    /// <summary>As text too: forms and queries know nothing else.</summary>
    private void ReadNumAttempts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        var isRead = reader.TokenType == JsonTokenType.String
            ? int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out _numAttempts)
            : reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out _numAttempts) && _numAttempts >= 0;
        if (!isRead) Report("num_attempts", "'num_attempts' must be a whole number from 0.");
        reader.Skip();
    }

    /// <summary>A date and time as text, or milliseconds since 1970 as node-workflow's moray backend writes them, as number or text.</summary>
    private void ReadExecAfter(ref Utf8JsonReader reader)
    {
        const long LastMillisecond = 253_402_300_799_999;
        if (reader.TokenType == JsonTokenType.Null) return;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (((reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var ms))
            || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ms)) && ms is >= 0 and <= LastMillisecond)
        {
            _execAfter = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        }
        else if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            _execAfter = at;
        }
        else
        {
            Report("exec_after", "'exec_after' must be an ISO 8601 date and time such as '2026-01-31T12:00:00Z', or milliseconds since 1970.");
            reader.Skip();
        }
    }

    private readonly string? ReadString(string name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString();
            if (text?.Contains('\0', StringComparison.Ordinal) != true) return text;
            Report(name, $"'{name}' contains the character U+0000, which no store can keep.");
            return null;
        }

        if (reader.TokenType != JsonTokenType.Null) Report(name, $"'{name}' must be a string.");
        reader.Skip();
        return null;
    }

    private readonly void Report(string member, string message) =>
        _problems.Add(new ProblemItem(ProblemCodes.InvalidValue, message) { Pointer = "/" + MemberReader.Escape(member) });
}
