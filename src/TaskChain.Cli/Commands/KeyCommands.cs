using System.CommandLine;
using System.Text.Json;
using TaskChain.Cli.Output;
using TaskChain.Contracts;
using TaskChain.Contracts.Keys;

namespace TaskChain.Cli.Commands;

/// <summary><c>taskchain key</c>.</summary>
internal static class KeyCommands
{
    public static Command Create() => new("key", "API keys; needs a key with the scope maintain.") { Creating(), Listing(), Revoking() };

    private static Command Creating()
    {
        var consumer = new Argument<string>("consumer") { Description = "Name of the consumer that the key is for." };
        var scopes = new Option<string[]>("--scope") { Description = "What it allows; may be given several times. Default submit and read.", AllowMultipleArgumentsPerToken = true };
        scopes.AcceptOnlyFromAmong("submit", "read", "operate", "maintain");
        var perSecond = new Option<double?>("--jobs-per-second") { Description = "Jobs that the consumer may post per second, on each node." };
        var burst = new Option<int?>("--burst") { Description = "Jobs that it may post at once after a quiet time." };
        var live = new Option<long?>("--max-live-jobs") { Description = "Jobs of it that may be queued, running or waiting." };
        var bytes = new Option<long?>("--max-request-bytes") { Description = "Largest body of one of its requests." };
        var none = new Option<bool>("--no-limits") { Description = "Lift the limits that the consumer has." };
        return new Command("create", "Creates a key and writes its text, which is told this once.") { consumer, scopes, perSecond, burst, live, bytes, none }.Runs(
            (session, parsed, cancellationToken) =>
            {
                var limits = new LimitsDocument
                {
                    JobsPerSecond = parsed.GetValue(perSecond),
                    Burst = parsed.GetValue(burst),
                    MaxLiveJobs = parsed.GetValue(live),
                    MaxRequestBytes = parsed.GetValue(bytes),
                };
                var key = new NewKeyDocument
                {
                    Consumer = parsed.GetRequiredValue(consumer),
                    Scopes = parsed.GetValue(scopes) is { Length: > 0 } given ? given : null,
                    Limits = limits != new LimitsDocument() || parsed.GetValue(none) ? limits : null,
                };
                return CreateAsync(session, key, cancellationToken);
            });
    }

    private static async Task<int> CreateAsync(Session session, NewKeyDocument key, CancellationToken cancellationToken)
    {
        var body = new RawJson(JsonSerializer.SerializeToUtf8Bytes(key, ContractsJsonContext.Default.NewKeyDocument));
        var answer = await session.Client.CallAsync(HttpMethod.Post, "keys", body, cancellationToken: cancellationToken);
        session.Write(answer, ContractsJsonContext.Default.KeyDocument, (output, created) =>
        {
            session.Error.WriteLine($"API key {created.Uuid} of consumer '{created.Consumer}' ({Text.Words(created.Scopes)}). Keep its text: it is not told again.");
            output.WriteLine(created.Key);
        });
        return ExitCodes.Ok;
    }

    private static Command Listing() => new Command("list", "Lists keys, without their text.").Runs(async (session, _, cancellationToken) =>
    {
        var answer = await session.Client.CallAsync(HttpMethod.Get, "keys", cancellationToken: cancellationToken);
        session.Write(answer, ContractsJsonContext.Default.IReadOnlyListKeyDocument, static (output, keys) =>
        {
            var table = new TextTable("UUID", "CONSUMER", "SCOPES", "CREATED", "LAST USED", "REVOKED");
            foreach (var key in keys)
            {
                table.Add(
                    key.Uuid.ToString("D"), key.Consumer, Text.Words(key.Scopes), Text.Time(key.CreatedAt), Text.Time(key.LastUsedAt),
                    Text.Time(key.RevokedAt));
            }

            table.Write(output);
        });
        return ExitCodes.Ok;
    });

    private static Command Revoking()
    {
        var (uuid, yes) = (Shared.Uuid("key"), Shared.Yes());
        return new Command("revoke", "Revokes a key for good.") { uuid, yes }.Runs(async (session, parsed, cancellationToken) =>
        {
            var id = parsed.GetRequiredValue(uuid);
            Shared.Confirm(session, parsed.GetValue(yes), $"API key {id} will be refused for ever.");
            await session.Client.RevokeKeyAsync(id, cancellationToken);
            return ExitCodes.Ok;
        });
    }
}
