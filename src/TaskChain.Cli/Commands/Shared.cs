using System.CommandLine;
using System.Text.Json;
using TaskChain.Client;
using TaskChain.Contracts;

namespace TaskChain.Cli.Commands;

/// <summary>What several commands need.</summary>
internal static class Shared
{
    /// <summary>The option of commands that destroy something.</summary>
    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do it without asking." };

    /// <summary>An argument that is a uuid.</summary>
    public static Argument<Guid> Uuid(string what) => new("uuid") { Description = $"The {what}'s uuid." };

    /// <summary>Sets what a command does.</summary>
    public static Command Runs(this Command command, Func<Session, ParseResult, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (ParseResult parsed, CancellationToken cancellationToken) =>
        {
            using var session = Session.Open(parsed);
            return await run(session, parsed, cancellationToken);
        });
        return command;
    }

    /// <summary>Makes sure that something is to be destroyed: asks a person, and refuses a script that did not say so.</summary>
    public static void Confirm(Session session, bool yes, string what)
    {
        if (yes) return;
        if (Console.IsInputRedirected) throw new UsageException($"{what} Say so with --yes.");
        session.Error.Write($"{what} Go on? [y/N] ");
        if (!string.Equals(Console.In.ReadLine()?.Trim(), "y", StringComparison.OrdinalIgnoreCase)) throw new OperationCanceledException("Not confirmed.");
    }

    /// <summary>Reads a JSON file, or standard input when it is <c>-</c>.</summary>
    public static async Task<RawJson> ReadJsonAsync(string file, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        if (file == "-")
        {
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(bytes, cancellationToken);
        }
        else
        {
            await using var input = File.OpenRead(file);
            await input.CopyToAsync(bytes, cancellationToken);
        }

        return ParseJson(bytes.ToArray(), file == "-" ? "The standard input" : $"The file '{file}'");
    }

    /// <summary>Checks that a text is JSON.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static RawJson ParseJson(ReadOnlyMemory<byte> utf8, string what)
    {
        try
        {
            JsonDocument.Parse(utf8).Dispose();
            return new RawJson(utf8);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{what} is no JSON: {e.Message}");
        }
    }

    /// <summary>The id of a workflow that is named by uuid or name.</summary>
    /// <exception cref="MissingException">There is none of that name.</exception>
    public static async Task<Guid> WorkflowAsync(TaskChainClient client, string nameOrUuid, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(nameOrUuid, "D", out var uuid)) return uuid;
        var found = await client.FindWorkflowAsync(nameOrUuid, cancellationToken);
        return found?.Uuid ?? throw new MissingException($"There is no workflow of the name '{nameOrUuid}'.");
    }

    /// <summary>A query of those parameters that have a value.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var parts = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
