using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TaskChain.Client;

namespace TaskChain.Cli.Commands;

/// <summary><c>taskchain job watch</c>: what happens to a job, as it happens.</summary>
internal static class JobWatchCommand
{
    public static Command Create()
    {
        var uuid = Shared.Uuid("job");
        var after = new Option<int?>("--after") { Description = "Begin after the event of that number." };
        return new Command("watch", "Follows a job to its end; exit status 3 when it does not succeed. With '--output json' one object per line.") { uuid, after }.Runs(
            (session, parsed, cancellationToken) => WatchAsync(session, parsed.GetRequiredValue(uuid), parsed.GetValue(after), cancellationToken));
    }

    private static async Task<int> WatchAsync(Session session, Guid job, int? after, CancellationToken cancellationToken)
    {
        JobEvent? last = null;
        await foreach (var happened in session.Client.GetJobHandle(job).ReadEventsAsync(after, cancellationToken))
        {
            session.Out.WriteLine(session.IsJson ? Line(happened) : Text(happened));
            session.Out.Flush();
            last = happened;
        }

        // Nothing was left to be told: the job had ended before that event.
        if (last is null) return (await session.Client.GetJobHandle(job).GetAsync(cancellationToken)).Execution == "succeeded" ? ExitCodes.Ok : ExitCodes.JobFailed;
        return last.Name == "succeeded" ? ExitCodes.Ok : ExitCodes.JobFailed;
    }

    private static string Line(JobEvent happened) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"id\":{(happened.Number is { } number ? number : "null")},\"event\":{JsonEncodedText.Encode(happened.Name).Quoted()},\"data\":{happened.Data}}}");

    private static string Text(JobEvent happened) => $"{happened.Number?.ToString(CultureInfo.InvariantCulture) ?? "",4} {happened.Name,-14} {happened.Data}";

    private static string Quoted(this JsonEncodedText text) => $"\"{text}\"";
}
