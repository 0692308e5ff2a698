using System.Buffers;
using System.Globalization;
using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Submission;

/// <summary>A posted job as read: node-workflow's reserved members, and all others as parameters.</summary>
internal sealed record JobRequest
{
    private const int MaxTargetLength = 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>The workflow's id as written; null when there was none.</summary>
    public string? Workflow { get; private set; }

    public Guid? Id { get; private set; }

    public string? Target { get; private set; }

    public DateTimeOffset? ExecAfter { get; private set; }

    public string? Locks { get; private set; }

    public int NumAttempts { get; private set; }

    public RawJson Params { get; private set; } = RawJson.EmptyObject;

    /// <summary>Reads a request in one pass; parameters are copied as they stand. Null when it is not usable at all.</summary>
    public static JobRequest? Read(RawJson body, ProblemList problems)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Utf8.Span, Options);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject) return ReadObject(body.Utf8, ref reader, problems);
            problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, "A job is a JSON object with at least 'workflow'.") { Pointer = "" });
        }
        catch (JsonException e)
        {
            problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, $"The job is no valid JSON: {e.Message}"));
        }

        return null;
    }

    private static JobRequest ReadObject(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader, ProblemList problems)
    {
        var request = new JobRequest();
        ArrayBufferWriter<byte>? parameters = null;
        HashSet<string>? names = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var from = (int)reader.TokenStartIndex;
            var name = reader.GetString() ?? "";
            names ??= new HashSet<string>(StringComparer.Ordinal);
            if (!names.Add(name)) Report(problems, name, $"'{MemberReader.Shorten(name)}' stands there twice.");
            reader.Read();
            if (request.TryReadReserved(name, ref reader, problems)) continue;
            reader.Skip();
            parameters ??= new ArrayBufferWriter<byte>();
            parameters.Write(parameters.WrittenCount == 0 ? "{"u8 : ","u8);
            parameters.Write(body.Span[from..(int)reader.BytesConsumed]);
        }

        if (reader.Read()) throw new JsonException("There is more text after the object.");
        if (parameters is not null)
        {
            parameters.Write("}"u8);
            request.Params = new RawJson(parameters.WrittenMemory);
        }

        return request;
    }

    private bool TryReadReserved(string name, ref Utf8JsonReader reader, ProblemList problems)
    {
        switch (name)
        {
            case "workflow":
                Workflow = ReadString(name, ref reader, problems);
                return true;
            case "target":
                Target = ReadString(name, ref reader, problems);
                if (Target is not { Length: > MaxTargetLength }) return true;
                Report(problems, name, $"'target' has {Target.Length} characters. At most {MaxTargetLength} are allowed.");
                return true;
            case "locks":
                Locks = ReadString(name, ref reader, problems);
                return true;
            case "uuid":
                ReadId(ReadString(name, ref reader, problems), problems);
                return true;
            case "exec_after":
                ReadExecAfter(ref reader, problems);
                return true;
            case "num_attempts":
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var attempts) && attempts >= 0) NumAttempts = attempts;
                else if (reader.TokenType != JsonTokenType.Null) Report(problems, name, "'num_attempts' must be a whole number from 0.");
                reader.Skip();
                return true;
            default:
                return false;
        }
    }

    private void ReadId(string? text, ProblemList problems)
    {
        if (text is null) return;
        if (Guid.TryParseExact(text, "D", out var id)) Id = id;
        else Report(problems, "uuid", $"'uuid' is '{MemberReader.Shorten(text)}', which is no UUID. {MemberReader.UuidForm}");
    }

    /// <summary>ISO 8601 text, or milliseconds since 1970 as node-workflow's moray backend writes them.</summary>
    private void ReadExecAfter(ref Utf8JsonReader reader, ProblemList problems)
    {
        const long LastMillisecond = 253_402_300_799_999;
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var ms) && ms is >= 0 and <= LastMillisecond)
        {
            ExecAfter = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        }
        else if (reader.TokenType == JsonTokenType.String && DateTimeOffset.TryParse(
            reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            ExecAfter = at;
        }
        else
        {
            Report(problems, "exec_after", "'exec_after' must be an ISO 8601 date and time such as '2026-01-31T12:00:00Z', or milliseconds since 1970.");
            reader.Skip();
        }
    }

    private static string? ReadString(string name, ref Utf8JsonReader reader, ProblemList problems)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString();
            if (text?.Contains('\0', StringComparison.Ordinal) != true) return text;
            Report(problems, name, $"'{name}' contains the character U+0000, which no store can keep.");
            return null;
        }

        if (reader.TokenType != JsonTokenType.Null) Report(problems, name, $"'{name}' must be a string.");
        reader.Skip();
        return null;
    }

    private static void Report(ProblemList problems, string member, string message) =>
        problems.Add(new ProblemItem(ProblemCodes.InvalidValue, message) { Pointer = "/" + MemberReader.Escape(member) });
}
