using TaskChain.Engine.Jobs;

namespace TaskChain.Engine.Submission;

/// <summary>Names of a workflow document's top-level members.</summary>
internal static class WorkflowMembers
{
    /// <summary>What the service says about a workflow as it is answered: not stored when it comes back in a document.</summary>
    private static readonly string[] Answered = ["created_at", "warnings", "check", "paused"];

    /// <summary>What a poster may say; everything else is kept and means nothing.</summary>
    public static readonly string[] Known =
    [
        "name", "uuid", "chain", "onerror", "oncancel", "onError", "onCancel", "timeout", "max_attempts", "initial_delay", "max_delay",
        "chain_md5", "onerror_md5", "oncancel_md5", .. Answered,
    ];

    /// <summary>How the list of tasks that a member holds is named everywhere else; null for other members. Factories write onError and onCancel.</summary>
    public static string? ListOf(string member) => member switch
    {
        "chain" => "chain",
        "onerror" or "onError" => "onerror",
        "oncancel" or "onCancel" => "oncancel",
        _ => null,
    };

    public static bool IsAnswered(string member) => Array.IndexOf(Answered, member) >= 0;

    /// <summary>True for a member that jobs show as a property of theirs.</summary>
    public static bool IsCopiedToJobs(string member) =>
        Array.IndexOf(Known, member) < 0 && !JobMembers.IsOwn(member);

    public static string OnErrorOf(MemberReader reader) => OneOf(reader, "onerror", "onError");

    public static string OnCancelOf(MemberReader reader) => OneOf(reader, "oncancel", "onCancel");

    private static string OneOf(MemberReader reader, string name, string alias)
    {
        if (reader.Find(alias) is null) return name;
        if (reader.Find(name) is not null) reader.Report(alias, $"'{name}' and '{alias}' are the same list. Write one of them.");
        return alias;
    }
}
