using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskChain.Cli.Commands;

/// <summary>The options that say what a new job is given.</summary>
internal sealed class JobParameters
{
    public Option<string[]> Param { get; } = new("--param", "-p")
    {
        Description = "name=value; may be given several times. A value that is JSON counts as such, any other is a string.",
    };

    public Option<string?> Params { get; } = new("--params") { Description = "File with an object of parameters; '-' reads standard input." };

    public Option<string?> Target { get; } = new("--target") { Description = "What the job works on; no two live jobs have the same target and parameters." };

    public Option<string?> Locks { get; } = new("--locks") { Description = "Pattern of targets that no other job may have while this one lives." };

    public Option<DateTimeOffset?> ExecAfter { get; } = new("--exec-after") { Description = "Earliest start." };

    public void AddTo(Command command)
    {
        command.Add(Param);
        command.Add(Params);
        command.Add(Target);
        command.Add(Locks);
        command.Add(ExecAfter);
    }

    /// <summary>The parameters: those of the file, then those of the command line.</summary>
    public async Task<JsonObject> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject();
        if (parsed.GetValue(Params) is { } file)
        {
            var json = await Shared.ReadJsonAsync(file, cancellationToken);
            parameters = JsonNode.Parse(json.Utf8.Span) as JsonObject ?? throw new UsageException("'--params' must be an object.");
        }

        foreach (var text in parsed.GetValue(Param) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new UsageException($"'--param {text}' must be of the form name=value.");
            parameters[text[..equals]] = Value(text[(equals + 1)..]);
        }

        return parameters;
    }

    /// <summary>Adds what is no parameter.</summary>
    public void Complete(ParseResult parsed, JsonObject body)
    {
        if (parsed.GetValue(Target) is { } target) body["target"] = target;
        if (parsed.GetValue(Locks) is { } locks) body["locks"] = locks;
        if (parsed.GetValue(ExecAfter) is { } time) body["exec_after"] = time.UtcDateTime;
    }

    /// <summary>JSON, or else a string.</summary>
    public static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return text; // plain text needs no quotes
        }
    }
}
