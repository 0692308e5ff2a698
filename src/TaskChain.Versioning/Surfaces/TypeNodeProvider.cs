using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Decodes signatures into <see cref="TypeNode"/>s.</summary>
internal sealed class TypeNodeProvider : ISignatureTypeProvider<TypeNode, object?>
{
    public static TypeNodeProvider Instance { get; } = new();

    public TypeNode GetPrimitiveType(PrimitiveTypeCode typeCode) => new TypeNode.Named("System", [new TypeSegment(typeCode.ToString(), 0)], []);

    public TypeNode GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var path = new List<TypeSegment>();
        var type = reader.GetTypeDefinition(handle);
        for (; ; type = reader.GetTypeDefinition(type.GetDeclaringType()))
        {
            path.Insert(0, TypeSegment.Parse(reader.GetString(type.Name)));
            if (type.GetDeclaringType().IsNil) return new TypeNode.Named(reader.GetString(type.Namespace), path, []);
        }
    }

    public TypeNode GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var path = new List<TypeSegment>();
        var type = reader.GetTypeReference(handle);
        for (; ; type = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))
        {
            path.Insert(0, TypeSegment.Parse(reader.GetString(type.Name)));
            if (type.ResolutionScope.Kind != HandleKind.TypeReference) return new TypeNode.Named(reader.GetString(type.Namespace), path, []);
        }
    }

    public TypeNode GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeNode GetGenericInstantiation(TypeNode genericType, ImmutableArray<TypeNode> typeArguments) =>
        genericType is TypeNode.Named named ? named with { Arguments = typeArguments } : genericType;

    public TypeNode GetSZArrayType(TypeNode elementType) => new TypeNode.Array(elementType, 1);

    public TypeNode GetArrayType(TypeNode elementType, ArrayShape shape) => new TypeNode.Array(elementType, shape.Rank);

    public TypeNode GetByReferenceType(TypeNode elementType) => new TypeNode.ByRef(elementType);

    public TypeNode GetPointerType(TypeNode elementType) => new TypeNode.Pointer(elementType);

    public TypeNode GetPinnedType(TypeNode elementType) => elementType;

    public TypeNode GetGenericTypeParameter(object? genericContext, int index) => new TypeNode.Parameter(index, OfMethod: false);

    public TypeNode GetGenericMethodParameter(object? genericContext, int index) => new TypeNode.Parameter(index, OfMethod: true);

    public TypeNode GetModifiedType(TypeNode modifier, TypeNode unmodifiedType, bool isRequired) =>
        new TypeNode.Modified(unmodifiedType, modifier is TypeNode.Named named ? named.Path[^1].Name : "");

    public TypeNode GetFunctionPointerType(MethodSignature<TypeNode> signature) => new TypeNode.Function(signature.ParameterTypes, signature.ReturnType);
}
