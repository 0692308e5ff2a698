using System.Text.Json;
using System.Text.Json.Serialization;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Engine.Submission;

/// <summary>Verdicts as the answers word them: <c>compatible</c>, <c>late_bound</c> and so on.</summary>
internal sealed class VerdictWords() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
