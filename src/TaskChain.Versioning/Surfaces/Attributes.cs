using System.Reflection.Metadata;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Looks for attributes by their simple name: the compiler may embed its own copies of the well-known ones.</summary>
internal static class Attributes
{
    public static bool Has(MetadataReader metadata, CustomAttributeHandleCollection attributes, string name) => Find(metadata, attributes, name) is not null;

    public static CustomAttribute? Find(MetadataReader metadata, CustomAttributeHandleCollection attributes, string name)
    {
        foreach (var handle in attributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            var constructor = attribute.Constructor;
            var typeName = constructor.Kind switch
            {
                HandleKind.MemberReference => NameOf(metadata, metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent),
                HandleKind.MethodDefinition => metadata.GetTypeDefinition(
                    metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name,
                _ => default,
            };
            if (!typeName.IsNil && metadata.StringComparer.Equals(typeName, name)) return attribute;
        }

        return null;
    }

    private static StringHandle NameOf(MetadataReader metadata, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => metadata.GetTypeReference((TypeReferenceHandle)type).Name,
        HandleKind.TypeDefinition => metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name,
        _ => default,
    };
}
