using System.Text.Json.Serialization;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>Problem bodies: snake_case, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ProblemItem))]
internal sealed partial class ProblemJsonContext : JsonSerializerContext;
