using System.CommandLine;
using TaskChain.Cli.Output;
using TaskChain.Contracts;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Cli.Commands;

/// <summary><c>taskchain workflow</c>.</summary>
internal static class WorkflowCommands
{
    public static Command Create() => new("workflow", "Workflows.")
    {
        Submitting(), Listing(), Showing(), Updating(), Deleting(), Moving("pause", "Starts nothing more of all jobs of that workflow's name."),
        Moving("resume", "Lifts that."),
    };

    private static Argument<string> NameOrUuid() => new("workflow") { Description = "The workflow's name or uuid." };

    private static Argument<string> Document() => new("file") { Description = "The workflow as JSON; '-' reads standard input." };

    private static Command Submitting()
    {
        var file = Document();
        var key = new Option<string?>("--idempotency-key") { Description = "Repeating the command under the same key posts nothing twice." };
        return new Command("submit", "Posts a workflow; its bodies are compiled and checked.") { file, key }.Runs(async (session, parsed, cancellationToken) =>
        {
            var body = await Shared.ReadJsonAsync(parsed.GetRequiredValue(file), cancellationToken);
            var answer = await session.Client.CallAsync(
                HttpMethod.Post, "workflows", body, parsed.GetValue(key) ?? Guid.NewGuid().ToString(), cancellationToken);
            session.Write(answer, ContractsJsonContext.Default.WorkflowDocument, (output, workflow) => Stored(session, output, workflow));
            return ExitCodes.Ok;
        });
    }

    private static Command Updating()
    {
        var (which, file) = (NameOrUuid(), Document());
        return new Command("update", "Replaces a workflow; its jobs keep what they were posted with.") { which, file }.Runs(async (session, parsed, cancellationToken) =>
        {
            var body = await Shared.ReadJsonAsync(parsed.GetRequiredValue(file), cancellationToken);
            var uuid = await Shared.WorkflowAsync(session.Client, parsed.GetRequiredValue(which), cancellationToken);
            var answer = await session.Client.CallAsync(HttpMethod.Put, $"workflows/{uuid:D}", body, cancellationToken: cancellationToken);
            session.Write(answer, ContractsJsonContext.Default.WorkflowDocument, (output, workflow) => Stored(session, output, workflow));
            return ExitCodes.Ok;
        });
    }

    private static Command Listing()
    {
        var name = new Option<string?>("--name") { Description = "Only the workflow of that name." };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 1000.", DefaultValueFactory = _ => 100 };
        var offset = new Option<int>("--offset") { Description = "How many to skip." };
        return new Command("list", "Lists workflows, oldest first.") { name, limit, offset }.Runs(async (session, parsed, cancellationToken) =>
        {
            var query = Shared.Query(
                ("name", parsed.GetValue(name)), ("limit", Text.Number(parsed.GetValue(limit))), ("offset", Text.Number(parsed.GetValue(offset))));
            var answer = await session.Client.CallAsync(HttpMethod.Get, "workflows" + query, cancellationToken: cancellationToken);
            session.Write(answer, ContractsJsonContext.Default.IReadOnlyListWorkflowDocument, static (output, workflows) =>
            {
                var table = new TextTable("UUID", "TASKS", "TIMEOUT", "NAME");
                foreach (var workflow in workflows)
                {
                    table.Add(workflow.Uuid?.ToString("D") ?? "-", Text.Number(workflow.Chain.Count), Text.Number(workflow.Timeout), workflow.Name);
                }

                table.Write(output);
            });
            return ExitCodes.Ok;
        });
    }

    private static Command Showing()
    {
        var which = NameOrUuid();
        return new Command("show", "Shows a workflow.") { which }.Runs(async (session, parsed, cancellationToken) =>
        {
            var uuid = await Shared.WorkflowAsync(session.Client, parsed.GetRequiredValue(which), cancellationToken);
            Write(session, await session.Client.CallAsync(HttpMethod.Get, $"workflows/{uuid:D}", cancellationToken: cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command Moving(string verb, string what)
    {
        var which = NameOrUuid();
        return new Command(verb, what) { which }.Runs(async (session, parsed, cancellationToken) =>
        {
            var uuid = await Shared.WorkflowAsync(session.Client, parsed.GetRequiredValue(which), cancellationToken);
            Write(session, await session.Client.CallAsync(HttpMethod.Post, $"workflows/{uuid:D}/{verb}", cancellationToken: cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command Deleting()
    {
        var (which, yes) = (NameOrUuid(), Shared.Yes());
        return new Command("delete", "Removes a workflow; its jobs go on.") { which, yes }.Runs(async (session, parsed, cancellationToken) =>
        {
            var workflow = parsed.GetRequiredValue(which);
            Shared.Confirm(session, parsed.GetValue(yes), $"Workflow '{workflow}' will be removed.");
            await session.Client.DeleteWorkflowAsync(await Shared.WorkflowAsync(session.Client, workflow, cancellationToken), cancellationToken);
            return ExitCodes.Ok;
        });
    }

    private static void Stored(Session session, TextWriter output, WorkflowDocument workflow)
    {
        foreach (var warning in workflow.Warnings ?? []) session.Error.WriteLine($"warning: {warning.Pointer ?? "-"}: {warning.Message}");
        output.WriteLine(workflow.Uuid);
    }

    private static void Write(Session session, RawJson answer) =>
        session.Write(answer, ContractsJsonContext.Default.WorkflowDocument, static (output, workflow) =>
        {
            Text.Facts(
                output, ("uuid", workflow.Uuid?.ToString("D")), ("name", workflow.Name), ("timeout", Text.Number(workflow.Timeout)),
                ("paused", workflow.Paused == true ? "yes" : null));
            Tasks(output, "chain", workflow.Chain);
            Tasks(output, "onerror", workflow.Onerror);
            Tasks(output, "oncancel", workflow.Oncancel);
        });

    private static void Tasks(TextWriter output, string phase, IReadOnlyList<TaskDocument>? tasks)
    {
        for (var i = 0; i < tasks?.Count; i++) Text.Facts(output, ($"{phase}[{i}]", tasks[i].Name ?? "(no name)"));
    }
}
