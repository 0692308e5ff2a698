using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Webhooks;

/// <summary>A request for a webhook. Unknown members are refused: a misspelt filter would be none.</summary>
internal sealed record WebhookDemand(Uri Url, IReadOnlyList<JobStatus> Statuses, string? Workflow)
{
    private const int MaxUrlLength = 2048;
    private const int MaxNameLength = 1024;

    private static readonly string[] Members = ["url", "executions", "workflow"];
    private static readonly string[] FinalWords = [.. JobStatusWords.All.Where(word => JobStatusWords.TryParse(word, out var status) && status.IsFinal())];

    /// <summary>Reads a request; null when there are problems.</summary>
    public static WebhookDemand? Read(RawJson body, IWebhookSender sender, ProblemList problems)
    {
        var element = body.ToElement();
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new ProblemItem(ProblemCodes.InvalidValue, $"The request must be an object, not {MemberReader.Describe(element)}.") { Pointer = "" });
            return null;
        }

        var reader = new MemberReader(element, "", problems);
        reader.RefuseUnknown(Members);
        var (url, statuses) = (ReadUrl(reader, sender), ReadStatuses(reader));
        var workflow = reader.ReadString("workflow", maxLength: MaxNameLength);
        return url is not null && problems.Problems.Count == 0 ? new WebhookDemand(url, statuses, workflow) : null;
    }

    private static Uri? ReadUrl(MemberReader reader, IWebhookSender sender)
    {
        if (reader.ReadString("url", required: true, MaxUrlLength) is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            reader.Report("url", $"'url' is '{MemberReader.Shorten(text)}'. It must be an absolute http or https address.");
            return null;
        }

        if (sender.Refusal(url) is not { } refusal) return url;
        reader.Report("url", refusal);
        return null;
    }

    private static List<JobStatus> ReadStatuses(MemberReader reader)
    {
        var statuses = new List<JobStatus>();
        if (reader.Find("executions") is not { } value) return statuses;
        var allowed = string.Join(", ", FinalWords.Select(word => $"'{word}'"));
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            reader.Report("executions", $"'executions' must be an array with one or more of {allowed}; leave it out for all.");
            return statuses;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && JobStatusWords.TryParse(item.GetString(), out var status) && status.IsFinal()) statuses.Add(status);
            else reader.ReportAt($"{reader.At("executions")}/{index}", $"An execution is {MemberReader.Describe(item)}. Allowed are {allowed}.", ProblemCodes.InvalidValue);
            index++;
        }

        return statuses;
    }
}
