using System.Text.Json.Serialization;

namespace TaskChain.Versioning.Surfaces;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ApiSurface))]
internal sealed partial class SurfaceJsonContext : JsonSerializerContext;
