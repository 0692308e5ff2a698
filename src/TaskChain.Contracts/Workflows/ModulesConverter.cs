using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts.Workflows;

/// <summary>The member <c>modules</c>: each value is a module name (the old form), or an object as in <c>modules_plus</c>.</summary>
[SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "Made by the serialiser.")]
internal sealed class ModulesConverter : JsonConverter<IReadOnlyDictionary<string, ModuleReference>>
{
    public override IReadOnlyDictionary<string, ModuleReference> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);

        // node-workflow answers the map as a string of JSON.
        if (element.ValueKind == JsonValueKind.String) element = JsonElement.Parse(element.GetString()!);
        var modules = new Dictionary<string, ModuleReference>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject()) modules[member.Name] = Read(member.Value);
        return modules;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, ModuleReference> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (alias, module) in value)
        {
            writer.WritePropertyName(alias);
            if (module.Ver is null) writer.WriteStringValue(module.Name);
            else
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, module.Name);
                writer.WriteString("ver"u8, module.Ver);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    private static ModuleReference Read(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? new ModuleReference(value.GetString()!)
        : new ModuleReference(Text(value, "name") ?? throw new JsonException("A module needs a 'name'."), Text(value, "ver"));

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
