using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace TaskChain.Api.OpenApi;

/// <summary>What must be there must not be null: the generator says only the former of members with the modifier <c>required</c>.</summary>
internal sealed class RequiredFilter : ISchemaFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        foreach (var name in schema.Required ?? new HashSet<string>())
        {
            if (schema.Properties?.TryGetValue(name, out var member) != true) continue;
            if (member is OpenApiSchema { Type: { } type } own) own.Type = type & ~JsonSchemaType.Null;
        }
    }
}
