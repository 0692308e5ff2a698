using System.Text.Json;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>A problem to answer, by itself or as part of another answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">A sentence: what is wrong, which value, what is allowed.</param>
/// <param name="Errors">Its parts, or null.</param>
internal sealed record ProblemAnswer(int Status, string Code, string Message, IReadOnlyList<ProblemItem>? Errors = null)
{
    /// <summary>Further members, for programs; or null.</summary>
    public IDictionary<string, JsonElement>? More { get; init; }

    /// <summary>The problem as its body shows it.</summary>
    public Problem ToBody() => new(Code, Message)
    {
        Type = "urn:taskchain:problem:" + Code,
        Title = ProblemTitles.Of(Code, Status),
        Status = Status,
        Detail = Message,
        Errors = Errors,
        More = More,
    };
}
