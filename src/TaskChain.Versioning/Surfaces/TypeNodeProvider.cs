using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Decodes signatures into <see cref="TypeNode"/>s. Files are not trusted: cycles and bottomless nesting are refused.</summary>
internal sealed class TypeNodeProvider : ISignatureTypeProvider<TypeNode, SpecificationDepth?>
{
    private const int MaxNesting = 64;

    // As signatures mark them (ECMA-335 II.23.1.16).
    private const byte ValueType = 0x11;

    public static TypeNodeProvider Instance { get; } = new();

    public TypeNode GetPrimitiveType(PrimitiveTypeCode typeCode) => new TypeNode.Named(
        "System", [new TypeSegment(typeCode.ToString(), 0)], [], typeCode is not (PrimitiveTypeCode.String or PrimitiveTypeCode.Object));

    public TypeNode GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var path = new List<TypeSegment>();
        var type = reader.GetTypeDefinition(handle);
        for (; ; type = reader.GetTypeDefinition(type.GetDeclaringType()))
        {
            Check(path.Count);
            path.Insert(0, TypeSegment.Parse(reader.GetString(type.Name)));
            if (type.GetDeclaringType().IsNil) return new TypeNode.Named(reader.GetString(type.Namespace), path, [], rawTypeKind == ValueType);
        }
    }

    public TypeNode GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var path = new List<TypeSegment>();
        var type = reader.GetTypeReference(handle);
        for (; ; type = reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))
        {
            Check(path.Count);
            path.Insert(0, TypeSegment.Parse(reader.GetString(type.Name)));
            if (type.ResolutionScope.Kind != HandleKind.TypeReference) return new TypeNode.Named(reader.GetString(type.Namespace), path, [], rawTypeKind == ValueType);
        }
    }

    public TypeNode GetTypeFromSpecification(
        MetadataReader reader, SpecificationDepth? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        var depth = new SpecificationDepth((genericContext?.Depth ?? 0) + 1);
        Check(depth.Depth);
        var specification = reader.GetTypeSpecification(handle);
        SignatureBlobs.Check(reader, specification.Signature);
        return specification.DecodeSignature(this, depth);
    }

    public TypeNode GetGenericInstantiation(TypeNode genericType, ImmutableArray<TypeNode> typeArguments) =>
        genericType is TypeNode.Named named ? named with { Arguments = typeArguments } : genericType;

    public TypeNode GetSZArrayType(TypeNode elementType) => new TypeNode.Array(elementType, 1);

    public TypeNode GetArrayType(TypeNode elementType, ArrayShape shape) => new TypeNode.Array(elementType, shape.Rank);

    public TypeNode GetByReferenceType(TypeNode elementType) => new TypeNode.ByRef(elementType);

    public TypeNode GetPointerType(TypeNode elementType) => new TypeNode.Pointer(elementType);

    public TypeNode GetPinnedType(TypeNode elementType) => elementType;

    public TypeNode GetGenericTypeParameter(SpecificationDepth? genericContext, int index) => new TypeNode.Parameter(index, OfMethod: false);

    public TypeNode GetGenericMethodParameter(SpecificationDepth? genericContext, int index) => new TypeNode.Parameter(index, OfMethod: true);

    public TypeNode GetModifiedType(TypeNode modifier, TypeNode unmodifiedType, bool isRequired) =>
        new TypeNode.Modified(unmodifiedType, modifier is TypeNode.Named named ? named.Path[^1].Name : "");

    public TypeNode GetFunctionPointerType(MethodSignature<TypeNode> signature) => new TypeNode.Function(signature.ParameterTypes, signature.ReturnType);

    private static void Check(int nesting)
    {
        if (nesting > MaxNesting) throw new BadImageFormatException("The metadata nests types without end.");
    }
}

/// <summary>How many type specifications a signature is inside of.</summary>
internal sealed record SpecificationDepth(int Depth);

/// <summary>Signatures are decoded by recursion: one that is absurdly long would overflow the stack, which nothing could catch.</summary>
internal static class SignatureBlobs
{
    private const int MaxBytes = 2048;

    public static void Check(MetadataReader reader, BlobHandle signature)
    {
        if (reader.GetBlobReader(signature).Length > MaxBytes) throw new BadImageFormatException($"The metadata has a signature of more than {MaxBytes} bytes.");
    }
}
