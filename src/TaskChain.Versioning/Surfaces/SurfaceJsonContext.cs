using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Versioning.Surfaces;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(ApiMemberKindConverter)])]
[JsonSerializable(typeof(ApiSurface))]
internal sealed partial class SurfaceJsonContext : JsonSerializerContext;

/// <summary>Kinds in lower case.</summary>
internal sealed class ApiMemberKindConverter() : JsonStringEnumConverter<ApiMemberKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
