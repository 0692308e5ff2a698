using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Problems;

/// <summary>One thing that is wrong with a request (RFC 9457 extension member <c>errors</c>) or worth a warning in an answer.</summary>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">A sentence that stands alone in one line: what is wrong, which value, what is allowed.</param>
public sealed record ProblemItem(string Code, string Message)
{
    /// <summary>JSON pointer (RFC 6901) into the request.</summary>
    public string? Pointer { get; init; }

    /// <summary>Name of the task.</summary>
    public string? Task { get; init; }

    /// <summary>Position of the task in its list, from 0.</summary>
    public int? TaskIndex { get; init; }

    /// <summary>Line in the body, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Column in the body, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>Compiler's or our own diagnostic id, for example <c>CS1061</c>.</summary>
    public string? DiagnosticId { get; init; }

    /// <summary>The script's variable.</summary>
    public string? Alias { get; init; }

    /// <summary>Module name.</summary>
    public string? Module { get; init; }

    /// <summary>The version asked for.</summary>
    public string? Requested { get; init; }

    /// <summary>The version this service would give.</summary>
    public string? Available { get; init; }

    /// <summary>Versions that broke compatibility, oldest first.</summary>
    public IReadOnlyList<BreakingVersion>? BrokenBy { get; init; }

    /// <summary>Members that the body uses and the available version lacks.</summary>
    public IReadOnlyList<MemberHit>? Hits { get; init; }

    /// <summary>The newest version that would satisfy the request.</summary>
    public string? NearestVersion { get; init; }

    /// <summary>What the author or operator can do.</summary>
    public string? Remedy { get; init; }

    /// <summary>Further facts, kept when a newer service sends them.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}

/// <summary>A version that broke compatibility.</summary>
/// <param name="Ver">SemVer or SHA.</param>
/// <param name="Reason">The maintainer's reason.</param>
public sealed record BreakingVersion(string Ver, string? Reason);

/// <summary>A place of a body that a break touches.</summary>
/// <param name="Member">As source would name it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record MemberHit(string Member, int Line, int Column);
