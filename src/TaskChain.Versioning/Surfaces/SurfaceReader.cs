using System.Reflection;
using System.Reflection.Metadata;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Walks an assembly's visible types and members.</summary>
internal sealed class SurfaceReader(MetadataReader metadata)
{
    private const int MaxNesting = 64;
    private readonly List<ApiMember> _members = [];

    public ApiSurface Read()
    {
        if (!metadata.IsAssembly) throw new BadImageFormatException("The file is a module of an assembly, not an assembly.");
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!IsVisible(type)) continue;
            ReadType(handle, type);
        }

        _members.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return new ApiSurface(metadata.GetString(metadata.GetAssemblyDefinition().Name), _members);
    }

    private void ReadType(TypeDefinitionHandle handle, TypeDefinition type)
    {
        var node = (TypeNode.Named)TypeNodeProvider.Instance.GetTypeFromDefinition(metadata, handle, 0);
        var id = DocumentationIds.Declared(node);
        var writer = new SignatureWriter(metadata, type);
        _members.Add(new ApiMember("T:" + id, ApiMemberKind.Type, writer.Type(node)));

        // A delegate is its signature; the members that the compiler gives it say nothing more.
        if (writer.Kind == "delegate") return;

        var accessors = new HashSet<MethodDefinitionHandle>();
        foreach (var property in type.GetProperties()) ReadProperty(id, writer, metadata.GetPropertyDefinition(property), accessors);
        foreach (var item in type.GetEvents()) ReadEvent(id, writer, metadata.GetEventDefinition(item), accessors);
        foreach (var field in type.GetFields()) ReadField(id, writer, metadata.GetFieldDefinition(field));
        foreach (var method in type.GetMethods())
        {
            if (!accessors.Contains(method)) ReadMethod(id, writer, metadata.GetMethodDefinition(method));
        }
    }

    private void ReadMethod(string type, SignatureWriter writer, MethodDefinition method)
    {
        var name = metadata.GetString(method.Name);
        if (!IsVisible(method.Attributes) || name.Contains('<', StringComparison.Ordinal) || name is ".cctor" or "Finalize") return;

        SignatureBlobs.Check(metadata, method.Signature);
        var signature = method.DecodeSignature(TypeNodeProvider.Instance, null);
        var arity = signature.GenericParameterCount;
        var id = $"M:{type}.{DocumentationIds.MemberName(name)}{(arity > 0 ? "``" + arity : "")}{DocumentationIds.Parameters(signature.ParameterTypes)}";
        var isOperator = name.StartsWith("op_", StringComparison.Ordinal) && method.Attributes.HasFlag(MethodAttributes.SpecialName);

        // Conversions may differ by their result alone.
        if (isOperator && name is "op_Implicit" or "op_Explicit" or "op_CheckedExplicit") id += "~" + DocumentationIds.Reference(signature.ReturnType);
        var kind = name == ".ctor" ? ApiMemberKind.Constructor : isOperator ? ApiMemberKind.Operator : ApiMemberKind.Method;
        _members.Add(new ApiMember(id, kind, writer.Method(method, signature)));
    }

    private void ReadProperty(string type, SignatureWriter writer, PropertyDefinition property, HashSet<MethodDefinitionHandle> accessors)
    {
        var both = property.GetAccessors();
        accessors.Add(both.Getter);
        accessors.Add(both.Setter);
        var getter = Visible(both.Getter);
        var setter = Visible(both.Setter);
        if (getter is null && setter is null) return;

        SignatureBlobs.Check(metadata, property.Signature);
        var signature = property.DecodeSignature(TypeNodeProvider.Instance, null);
        var id = $"P:{type}.{DocumentationIds.MemberName(metadata.GetString(property.Name))}{DocumentationIds.Parameters(signature.ParameterTypes)}";
        _members.Add(new ApiMember(id, ApiMemberKind.Property, writer.Property(property, signature, getter, setter)));
    }

    private void ReadEvent(string type, SignatureWriter writer, EventDefinition item, HashSet<MethodDefinitionHandle> accessors)
    {
        var both = item.GetAccessors();
        accessors.Add(both.Adder);
        accessors.Add(both.Remover);
        if (Visible(both.Adder) is not { } adder) return;

        _members.Add(new ApiMember($"E:{type}.{metadata.GetString(item.Name)}", ApiMemberKind.Event, writer.Event(item, adder)));
    }

    private void ReadField(string type, SignatureWriter writer, FieldDefinition field)
    {
        var access = field.Attributes & FieldAttributes.FieldAccessMask;
        if (access is not (FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)) return;
        if (field.Attributes.HasFlag(FieldAttributes.RTSpecialName)) return; // An enum's value__.

        SignatureBlobs.Check(metadata, field.Signature);
        _members.Add(new ApiMember($"F:{type}.{metadata.GetString(field.Name)}", ApiMemberKind.Field, writer.Field(field)));
    }

    private MethodDefinition? Visible(MethodDefinitionHandle handle)
    {
        if (handle.IsNil) return null;
        var method = metadata.GetMethodDefinition(handle);
        return IsVisible(method.Attributes) ? method : null;
    }

    private bool IsVisible(TypeDefinition type, int depth = 0) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            depth < MaxNesting && IsVisible(metadata.GetTypeDefinition(type.GetDeclaringType()), depth + 1),
        _ => false,
    };

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
