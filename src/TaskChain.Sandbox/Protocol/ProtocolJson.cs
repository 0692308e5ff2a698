using System.Text.Json.Serialization;

namespace TaskChain.Sandbox.Protocol;

/// <summary>JSON of the frames that are not hot.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(CompileRequest))]
[JsonSerializable(typeof(CompileResult))]
[JsonSerializable(typeof(ModuleSet))]
[JsonSerializable(typeof(ScriptVariables))]
public sealed partial class ProtocolJson : JsonSerializerContext;
