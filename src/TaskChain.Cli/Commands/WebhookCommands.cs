using System.CommandLine;
using System.Text.Json;
using TaskChain.Cli.Output;
using TaskChain.Contracts;
using TaskChain.Contracts.Webhooks;

namespace TaskChain.Cli.Commands;

/// <summary><c>taskchain webhook</c>.</summary>
internal static class WebhookCommands
{
    public static Command Create() => new("webhook", "Whom to tell when jobs end.") { Creating(), Listing(), Deliveries(), Testing(), Deleting() };

    private static Command Creating()
    {
        var url = new Argument<string>("url") { Description = "Where to post; its origin must be one that the operator allows." };
        var executions = new Option<string[]>("--execution") { Description = "Only such ends; may be given several times. Default all." };
        executions.AcceptOnlyFromAmong("succeeded", "failed", "canceled", "retried");
        var workflow = new Option<string?>("--workflow") { Description = "Only jobs of that workflow, by uuid or name." };
        return new Command("create", "Creates a webhook and writes its secret, which is told this once.") { url, executions, workflow }.Runs(
            async (session, parsed, cancellationToken) =>
            {
                var webhook = new NewWebhookDocument
                {
                    Url = parsed.GetRequiredValue(url),
                    Executions = parsed.GetValue(executions) is { Length: > 0 } given ? given : null,
                    Workflow = parsed.GetValue(workflow),
                };
                var body = new RawJson(JsonSerializer.SerializeToUtf8Bytes(webhook, ContractsJsonContext.Default.NewWebhookDocument));
                var answer = await session.Client.CallAsync(HttpMethod.Post, "webhooks", body, cancellationToken: cancellationToken);
                session.Write(answer, ContractsJsonContext.Default.WebhookDocument, (output, created) =>
                {
                    session.Error.WriteLine($"Webhook {created.Uuid}. Keep its secret: it is not told again.");
                    output.WriteLine(created.Secret);
                });
                return ExitCodes.Ok;
            });
    }

    private static Command Listing() => new Command("list", "Lists webhooks.").Runs(async (session, _, cancellationToken) =>
    {
        var answer = await session.Client.CallAsync(HttpMethod.Get, "webhooks", cancellationToken: cancellationToken);
        session.Write(answer, ContractsJsonContext.Default.IReadOnlyListWebhookDocument, static (output, webhooks) =>
        {
            var table = new TextTable("UUID", "CONSUMER", "EXECUTIONS", "WORKFLOW", "DISABLED", "URL");
            foreach (var webhook in webhooks)
            {
                table.Add(
                    webhook.Uuid.ToString("D"), webhook.Consumer ?? "-", Text.Words(webhook.Executions), webhook.Workflow ?? "-",
                    Text.Time(webhook.DisabledAt), webhook.Url);
            }

            table.Write(output);
        });
        return ExitCodes.Ok;
    });

    private static Command Deliveries()
    {
        var uuid = Shared.Uuid("webhook");
        return new Command("deliveries", "Lists a webhook's newest deliveries.") { uuid }.Runs(async (session, parsed, cancellationToken) =>
        {
            var answer = await session.Client.CallAsync(
                HttpMethod.Get, $"webhooks/{parsed.GetRequiredValue(uuid):D}/deliveries", cancellationToken: cancellationToken);
            session.Write(answer, ContractsJsonContext.Default.IReadOnlyListDeliveryDocument, static (output, deliveries) =>
            {
                var table = new TextTable("UUID", "JOB", "EXECUTION", "STATE", "ATTEMPTS", "ATTEMPTED", "LAST ERROR");
                foreach (var delivery in deliveries)
                {
                    table.Add(
                        delivery.Uuid.ToString("D"), delivery.JobUuid?.ToString("D") ?? "-", delivery.Execution ?? "test", delivery.State,
                        Text.Number(delivery.Attempts), Text.Time(delivery.AttemptedAt), delivery.LastError ?? "-");
                }

                table.Write(output);
            });
            return ExitCodes.Ok;
        });
    }

    private static Command Testing()
    {
        var uuid = Shared.Uuid("webhook");
        return new Command("test", "Delivers something that is no job's end.") { uuid }.Runs(async (session, parsed, cancellationToken) =>
        {
            var answer = await session.Client.CallAsync(
                HttpMethod.Post, $"webhooks/{parsed.GetRequiredValue(uuid):D}/test", cancellationToken: cancellationToken);
            session.Write(answer, ContractsJsonContext.Default.DeliveryReceipt, static (output, receipt) => output.WriteLine(receipt.Uuid));
            return ExitCodes.Ok;
        });
    }

    private static Command Deleting()
    {
        var (uuid, yes) = (Shared.Uuid("webhook"), Shared.Yes());
        return new Command("delete", "Removes a webhook with its deliveries.") { uuid, yes }.Runs(async (session, parsed, cancellationToken) =>
        {
            var id = parsed.GetRequiredValue(uuid);
            Shared.Confirm(session, parsed.GetValue(yes), $"Webhook {id} will be removed with its deliveries.");
            await session.Client.DeleteWebhookAsync(id, cancellationToken);
            return ExitCodes.Ok;
        });
    }
}
