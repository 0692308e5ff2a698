using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Cli.Output;
using TaskChain.Contracts;

namespace TaskChain.Cli.Commands;

/// <summary><c>taskchain job</c>.</summary>
internal static class JobCommands
{
    public static Command Create() => new("job", "Jobs.")
    {
        Submitting(), Cloning(), Listing(), Showing(), JobWatchCommand.Create(), Moving("cancel", "Cancels a job; a running task is stopped."),
        Moving("pause", "Starts nothing more of a job."), Resuming(), Deleting(),
    };

    private static Command Submitting()
    {
        var workflow = new Argument<string>("workflow") { Description = "The workflow's name or uuid." };
        var key = new Option<string?>("--idempotency-key") { Description = "Repeating the command under the same key posts nothing twice." };
        var (parameters, waiting) = (new JobParameters(), new JobWaiting());
        var command = new Command("submit", "Posts a job and writes its uuid, or the job when it is waited for.") { workflow, key };
        parameters.AddTo(command);
        waiting.AddTo(command);
        return command.Runs(async (session, parsed, cancellationToken) =>
        {
            var body = await parameters.ReadAsync(parsed, cancellationToken);
            body["workflow"] = await Shared.WorkflowAsync(session.Client, parsed.GetRequiredValue(workflow), cancellationToken);
            parameters.Complete(parsed, body);
            var answer = await PostAsync(session, "jobs", body, parsed.GetValue(key), cancellationToken);
            return await PostedAsync(session, parsed, waiting, answer, cancellationToken);
        });
    }

    private static Command Cloning()
    {
        var uuid = Shared.Uuid("job");
        var (parameters, waiting) = (new JobParameters(), new JobWaiting());
        var command = new Command("clone", "Posts a job like another one, of the workflow as it is now.") { uuid };
        parameters.AddTo(command);
        waiting.AddTo(command);
        return command.Runs(async (session, parsed, cancellationToken) =>
        {
            var (body, given) = (new JsonObject(), await parameters.ReadAsync(parsed, cancellationToken));
            if (given.Count > 0) body["params"] = given;
            parameters.Complete(parsed, body);
            var answer = await PostAsync(session, $"jobs/{parsed.GetRequiredValue(uuid):D}/clone", body, null, cancellationToken);
            return await PostedAsync(session, parsed, waiting, answer, cancellationToken);
        });
    }

    // A post that is under way when Ctrl-C comes gets a little time to be answered: its job would go on without anybody knowing its name.
    private static async Task<RawJson> PostAsync(Session session, string path, JsonObject body, string? key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource();
        using var interrupted = cancellationToken.Register(() => patience.CancelAfter(TimeSpan.FromSeconds(5)));
        return await session.Client.CallAsync(HttpMethod.Post, path, Raw(body), key ?? Guid.NewGuid().ToString(), patience.Token);
    }

    private static async Task<int> PostedAsync(Session session, ParseResult parsed, JobWaiting waiting, RawJson answer, CancellationToken cancellationToken)
    {
        var posted = Session.Read(answer, ContractsJsonContext.Default.JobDocument);
        if (!parsed.GetValue(waiting.Wait))
        {
            session.Write(answer, ContractsJsonContext.Default.JobDocument, static (output, job) => output.WriteLine(job.Uuid));
            return ExitCodes.Ok;
        }

        var (last, succeeded) = await waiting.UntilEndAsync(session, parsed, posted.Uuid, cancellationToken);
        JobText.Write(session, await session.Client.CallAsync(HttpMethod.Get, $"jobs/{last:D}", cancellationToken: cancellationToken));
        return succeeded ? ExitCodes.Ok : ExitCodes.JobFailed;
    }

    private static Command Listing()
    {
        var execution = new Option<string?>("--execution") { Description = "Only jobs there." };
        execution.AcceptOnlyFromAmong("queued", "running", "waiting", "succeeded", "failed", "canceled", "retried");
        var name = new Option<string?>("--name") { Description = "Only jobs of workflows of that name." };
        var target = new Option<string?>("--target") { Description = "Only jobs with that target." };
        var consumer = new Option<string?>("--consumer") { Description = "Only jobs that this consumer posted." };
        var since = new Option<string?>("--since") { Description = "Only jobs posted then or later: a date, or milliseconds since 1970." };
        var until = new Option<string?>("--until") { Description = "Only jobs posted then or earlier." };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 1000.", DefaultValueFactory = _ => 100 };
        var offset = new Option<int>("--offset") { Description = "How many to skip." };
        return new Command("list", "Lists jobs, newest first.") { execution, name, target, consumer, since, until, limit, offset }.Runs(
            async (session, parsed, cancellationToken) =>
            {
                var query = Shared.Query(
                    ("execution", parsed.GetValue(execution)), ("name", parsed.GetValue(name)), ("target", parsed.GetValue(target)),
                    ("consumer", parsed.GetValue(consumer)), ("since", parsed.GetValue(since)), ("until", parsed.GetValue(until)),
                    ("limit", Text.Number(parsed.GetValue(limit))), ("offset", Text.Number(parsed.GetValue(offset))));
                JobText.WriteAll(session, await session.Client.CallAsync(HttpMethod.Get, "jobs" + query, cancellationToken: cancellationToken));
                return ExitCodes.Ok;
            });
    }

    private static Command Showing()
    {
        var uuid = Shared.Uuid("job");
        return new Command("show", "Shows a job.") { uuid }.Runs(async (session, parsed, cancellationToken) =>
        {
            JobText.Write(session, await session.Client.CallAsync(HttpMethod.Get, $"jobs/{parsed.GetRequiredValue(uuid):D}", cancellationToken: cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command Moving(string verb, string what)
    {
        var uuid = Shared.Uuid("job");
        return new Command(verb, what) { uuid }.Runs(async (session, parsed, cancellationToken) =>
        {
            var answer = await session.Client.CallAsync(HttpMethod.Post, $"jobs/{parsed.GetRequiredValue(uuid):D}/{verb}", cancellationToken: cancellationToken);
            JobText.Write(session, answer);
            return ExitCodes.Ok;
        });
    }

    private static Command Resuming()
    {
        var uuid = Shared.Uuid("job");
        var result = new Option<string?>("--result") { Description = "What the waiting task returns: JSON, or else a string." };
        var error = new Option<string?>("--error") { Description = "What the waiting task fails with." };
        return new Command("resume", "Lets a waiting or paused job go on.") { uuid, result, error }.Runs(async (session, parsed, cancellationToken) =>
        {
            var body = new JsonObject();
            if (parsed.GetValue(result) is { } value) body["result"] = JobParameters.Value(value);
            if (parsed.GetValue(error) is { } failure) body["error"] = failure;
            var path = $"jobs/{parsed.GetRequiredValue(uuid):D}/resume";
            JobText.Write(session, await session.Client.CallAsync(HttpMethod.Post, path, Raw(body), cancellationToken: cancellationToken));
            return ExitCodes.Ok;
        });
    }

    private static Command Deleting()
    {
        var (uuid, yes) = (Shared.Uuid("job"), Shared.Yes());
        return new Command("delete", "Removes a job that has ended.") { uuid, yes }.Runs(async (session, parsed, cancellationToken) =>
        {
            var id = parsed.GetRequiredValue(uuid);
            Shared.Confirm(session, parsed.GetValue(yes), $"Job {id} will be removed with everything that it said.");
            await session.Client.GetJobHandle(id).DeleteAsync(cancellationToken);
            return ExitCodes.Ok;
        });
    }

    private static RawJson Raw(JsonObject body) => new(Encoding.UTF8.GetBytes(body.ToJsonString()));
}
