using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Problems;

/// <summary>
/// The body of every answer that is not a success: RFC 9457 problem details (<c>application/problem+json</c>) with the <c>code</c> and
/// <c>message</c> that node-workflow's clients read.
/// </summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">A sentence: what is wrong, which value, what is allowed.</param>
public sealed record Problem(string Code, string Message)
{
    /// <summary>Stable URI of the kind of problem: <c>urn:taskchain:problem:</c> and the code.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem in a few words; the same for every problem of one code.</summary>
    public string? Title { get; init; }

    /// <summary>HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>The same as <see cref="Message"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>Path of the request.</summary>
    public string? Instance { get; init; }

    /// <summary>W3C trace id of the request, to look it up in the service's log.</summary>
    public string? TraceId { get; init; }

    /// <summary>Everything that is wrong with the request; absent when the problem has no parts.</summary>
    public IReadOnlyList<ProblemItem>? Errors { get; init; }

    /// <summary>Further members, kept when a newer service sends them.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}
