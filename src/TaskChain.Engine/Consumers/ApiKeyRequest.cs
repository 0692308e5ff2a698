using System.Text.Json;
using System.Text.RegularExpressions;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Consumers;

/// <summary>A request for a key. Unknown members are refused: a misspelt limit would be none.</summary>
internal sealed partial record ApiKeyRequest(string Consumer, KeyScopes Scopes, ConsumerLimits? Limits)
{
    private const string NameForm = "Write 1 to 64 letters, digits, '.', '_' and '-', beginning with a letter or digit.";
    private const string Anonymous = "local";
    private static readonly string[] Members = ["consumer", "scopes", "limits"];
    private static readonly string[] LimitMembers = ["jobs_per_second", "burst", "max_live_jobs", "max_request_bytes"];

    /// <summary>Reads a request; null when there are problems.</summary>
    public static ApiKeyRequest? Read(RawJson body, ProblemList problems)
    {
        var element = body.ToElement();
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new ProblemItem(ProblemCodes.InvalidValue, $"The request must be an object, not {MemberReader.Describe(element)}.") { Pointer = "" });
            return null;
        }

        var reader = new MemberReader(element, "", problems);
        reader.RefuseUnknown(Members);
        var request = new ApiKeyRequest(ReadConsumer(reader), ReadScopes(reader), ReadLimits(reader, problems));
        return problems.Problems.Count == 0 ? request : null;
    }

    private static string ReadConsumer(MemberReader reader)
    {
        if (reader.ReadString("consumer", required: true) is not { } name) return "";
        if (!Name().IsMatch(name)) reader.Report("consumer", $"'consumer' is '{MemberReader.Shorten(name)}'. {NameForm}");
        else if (name == Anonymous) reader.Report("consumer", $"'consumer' is '{Anonymous}', which is the name of callers without a key. Choose another.");
        return name;
    }

    private static KeyScopes ReadScopes(MemberReader reader)
    {
        if (reader.Find("scopes") is not { } value) return KeyScopes.Submit | KeyScopes.Read;
        var allowed = string.Join(", ", KeyScopeWords.All.Select(word => $"'{word}'"));
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            reader.Report("scopes", $"'scopes' must be an array with one or more of {allowed}.");
            return KeyScopes.None;
        }

        var scopes = KeyScopes.None;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var scope = item.ValueKind == JsonValueKind.String ? KeyScopeWords.Read(item.GetString()) : KeyScopes.None;
            if (scope == KeyScopes.None)
            {
                var pointer = $"{reader.At("scopes")}/{index}";
                reader.ReportAt(pointer, $"A scope is {MemberReader.Describe(item)}. Allowed are {allowed}.", ProblemCodes.InvalidValue);
            }

            scopes |= scope;
            index++;
        }

        return scopes;
    }

    private static ConsumerLimits? ReadLimits(MemberReader reader, ProblemList problems)
    {
        if (reader.Find("limits") is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            reader.Report("limits", $"'limits' must be an object, not {MemberReader.Describe(value)}.");
            return null;
        }

        var limits = new MemberReader(value, "/limits", problems);
        limits.RefuseUnknown(LimitMembers);
        var perSecond = limits.ReadNumber("jobs_per_second", 0.001, 1_000_000, "jobs per second");
        var burst = limits.ReadInteger("burst", 1, 1_000_000);
        if (burst is not null && limits.Find("jobs_per_second") is null) limits.Report("burst", "'burst' has no meaning without 'jobs_per_second'.");
        return new ConsumerLimits(
            perSecond, burst, limits.ReadInteger("max_live_jobs", 0, 1_000_000_000), limits.ReadInteger("max_request_bytes", 1, 1 << 30));
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
