using System.Reflection;
using System.Reflection.Metadata;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Writes the members of one type as C# would declare them.</summary>
internal sealed class SignatureWriter
{
    private readonly MetadataReader _metadata;
    private readonly TypeDefinition _type;
    private readonly IReadOnlyList<string> _typeParameters;
    private readonly CSharpNames _names;
    private readonly byte _context;

    public SignatureWriter(MetadataReader metadata, TypeDefinition type)
    {
        _metadata = metadata;
        _type = type;
        _typeParameters = Names(type.GetGenericParameters());
        _names = new CSharpNames(_typeParameters, []);
        _context = FindContext(type);
        Kind = FindKind();
    }

    /// <summary><c>class</c>, <c>struct</c>, <c>interface</c>, <c>enum</c> or <c>delegate</c>.</summary>
    public string Kind { get; }

    public string Type(TypeNode.Named node)
    {
        var name = _names.Write(node with { Arguments = [.. _typeParameters.Select((_, index) => new TypeNode.Parameter(index, OfMethod: false))] });

        // A nested type repeats its outer types' parameters, which were constrained there.
        var constraints = Constraints(_type.GetGenericParameters().TakeLast(node.Path[^1].Arity), _names);
        if (Kind == "delegate")
        {
            var invoke = _type.GetMethods().Select(_metadata.GetMethodDefinition).First(method => _metadata.StringComparer.Equals(method.Name, "Invoke"));
            var signature = invoke.DecodeSignature(TypeNodeProvider.Instance, null);
            return $"public delegate {Result(invoke, signature, _names)} {name}({Parameters(invoke, signature.ParameterTypes, _names)}){constraints}";
        }

        var isInterface = Kind == "interface";
        var isAbstract = _type.Attributes.HasFlag(TypeAttributes.Abstract) && !isInterface;
        var isSealed = _type.Attributes.HasFlag(TypeAttributes.Sealed) && Kind == "class";
        var modifier = isAbstract && isSealed ? "static " : isAbstract ? "abstract " : isSealed ? "sealed " : Kind == "struct" ? StructModifiers() : "";
        var access = (_type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic ? "public" : "protected";
        return $"{access} {modifier}{Kind} {name}{Bases()}{constraints}";
    }

    public string Method(MethodDefinition method, MethodSignature<TypeNode> signature)
    {
        var generics = Names(method.GetGenericParameters());
        var names = new CSharpNames(_typeParameters, generics);
        var name = _metadata.GetString(method.Name);
        var parameters = Parameters(method, signature.ParameterTypes, names);
        if (name == ".ctor") return $"{Access(method)}{TypeSegment.Parse(_metadata.GetString(_type.Name)).Name}({parameters})";

        var result = Result(method, signature, names);
        if (signature.ReturnType.Has("InAttribute") && result.StartsWith("ref ", StringComparison.Ordinal)) result = "ref readonly " + result["ref ".Length..];
        var list = generics.Count > 0 ? $"<{string.Join(", ", generics)}>" : "";
        return $"{Access(method)}{Modifiers(method.Attributes)}{result} {name}{list}({parameters}){Constraints(method.GetGenericParameters(), names)}";
    }

    public string Property(PropertyDefinition property, MethodSignature<TypeNode> signature, MethodDefinition? getter, MethodDefinition? setter)
    {
        var shown = getter ?? setter ?? throw new ArgumentException("A property needs a visible accessor.", nameof(getter));
        var index = signature.ParameterTypes.Length == 0
            ? _metadata.GetString(property.Name)
            : $"this[{Parameters(shown, signature.ParameterTypes, _names)}]";
        var required = Attributes.Has(_metadata, property.GetCustomAttributes(), "RequiredMemberAttribute") ? "required " : "";
        var set = setter is null ? "" : setter.Value.DecodeSignature(TypeNodeProvider.Instance, null).ReturnType.Has("IsExternalInit") ? " init;" : " set;";
        if (getter is not null && setter is not null && Access(setter.Value) != Access(getter.Value)) set = $" {Access(setter.Value).TrimEnd()}{set}";
        return $"{Access(shown)}{Modifiers(shown.Attributes)}{required}{_names.Write(signature.ReturnType, Flags(property.GetCustomAttributes()))} {index} {{{(getter is null ? "" : " get;")}{set} }}";
    }

    public string Event(EventDefinition item, MethodDefinition adder)
    {
        var type = item.Type.Kind switch
        {
            HandleKind.TypeDefinition => TypeNodeProvider.Instance.GetTypeFromDefinition(_metadata, (TypeDefinitionHandle)item.Type, 0),
            HandleKind.TypeReference => TypeNodeProvider.Instance.GetTypeFromReference(_metadata, (TypeReferenceHandle)item.Type, 0),
            _ => TypeNodeProvider.Instance.GetTypeFromSpecification(_metadata, null, (TypeSpecificationHandle)item.Type, 0),
        };
        return $"{Access(adder)}{Modifiers(adder.Attributes)}event {_names.Write(type, Flags(item.GetCustomAttributes()))} {_metadata.GetString(item.Name)}";
    }

    public string Field(FieldDefinition field)
    {
        var name = _metadata.GetString(field.Name);
        var value = field.GetDefaultValue() is { IsNil: false } constant ? CSharpNames.Constant(Value(constant)) : null;
        if (Kind == "enum") return $"{name} = {value}";

        var access = (field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public ? "public " : "protected ";
        var type = _names.Write(field.DecodeSignature(TypeNodeProvider.Instance, null), Flags(field.GetCustomAttributes()));
        if (field.Attributes.HasFlag(FieldAttributes.Literal)) return $"{access}const {type} {name} = {value ?? "null"}";
        var modifiers = (field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : "") + (field.Attributes.HasFlag(FieldAttributes.InitOnly) ? "readonly " : "");
        return $"{access}{modifiers}{type} {name}";
    }

    private string FindKind()
    {
        if (_type.Attributes.HasFlag(TypeAttributes.Interface)) return "interface";
        return _type.BaseType.IsNil ? "class" : Base() switch
        {
            { Namespace: "System", Path: [{ Name: "Enum" }] } => "enum",
            { Namespace: "System", Path: [{ Name: "ValueType" }] } => "struct",
            { Namespace: "System", Path: [{ Name: "MulticastDelegate" }] } => "delegate",
            _ => "class",
        };
    }

    private TypeNode.Named? Base() => Named(_type.BaseType);

    private TypeNode.Named? Named(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => TypeNodeProvider.Instance.GetTypeFromDefinition(_metadata, (TypeDefinitionHandle)handle, 0) as TypeNode.Named,
        HandleKind.TypeReference => TypeNodeProvider.Instance.GetTypeFromReference(_metadata, (TypeReferenceHandle)handle, 0) as TypeNode.Named,
        HandleKind.TypeSpecification => TypeNodeProvider.Instance.GetTypeFromSpecification(_metadata, null, (TypeSpecificationHandle)handle, 0) as TypeNode.Named,
        _ => null,
    };

    private string Bases()
    {
        if (Kind == "enum")
        {
            var value = _type.GetFields().Select(_metadata.GetFieldDefinition).First(field => !field.Attributes.HasFlag(FieldAttributes.Static));
            var underlying = _names.Write(value.DecodeSignature(TypeNodeProvider.Instance, null));
            return underlying == "int" ? "" : " : " + underlying;
        }

        List<string> bases = [];
        if (Kind == "class" && Base() is { } parent && parent is not { Namespace: "System", Path: [{ Name: "Object" }] }) bases.Add(_names.Write(parent));
        bases.AddRange(_type.GetInterfaceImplementations()
            .Select(handle => Named(_metadata.GetInterfaceImplementation(handle).Interface)).OfType<TypeNode.Named>()
            .Select(node => _names.Write(node)).Order(StringComparer.Ordinal));
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private string StructModifiers()
    {
        var attributes = _type.GetCustomAttributes();
        return (Attributes.Has(_metadata, attributes, "IsReadOnlyAttribute") ? "readonly " : "")
            + (Attributes.Has(_metadata, attributes, "IsByRefLikeAttribute") ? "ref " : "");
    }

    private string Parameters(MethodDefinition method, IReadOnlyList<TypeNode> types, CSharpNames names)
    {
        var byPosition = method.GetParameters().Select(_metadata.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
            .ToDictionary(parameter => parameter.SequenceNumber - 1);
        var context = Context(method);
        return string.Join(", ", types.Select((type, index) =>
            byPosition.TryGetValue(index, out var parameter) ? Parameter(type, parameter, names, context) : $"{names.Write(type)} arg{index}"));
    }

    private string Result(MethodDefinition method, MethodSignature<TypeNode> signature, CSharpNames names)
    {
        // The result's attributes stand on a parameter 0, which comes first when it is there.
        var first = method.GetParameters().FirstOrDefault();
        var result = first.IsNil ? default : _metadata.GetParameter(first);
        var flags = first.IsNil || result.SequenceNumber != 0
            ? NullableFlags.All(Context(method))
            : NullableFlags.Of(_metadata, result.GetCustomAttributes(), Context(method));
        return names.Write(signature.ReturnType, flags);
    }

    private string Parameter(TypeNode type, Parameter parameter, CSharpNames names, byte context)
    {
        var attributes = parameter.GetCustomAttributes();
        var prefix = Attributes.Has(_metadata, attributes, "ParamArrayAttribute") || Attributes.Has(_metadata, attributes, "ParamCollectionAttribute") ? "params " : "";
        var written = names.Write(type, NullableFlags.Of(_metadata, attributes, context));
        if (type.Plain is TypeNode.ByRef)
        {
            var kind = parameter.Attributes.HasFlag(ParameterAttributes.Out) && !parameter.Attributes.HasFlag(ParameterAttributes.In) ? "out "
                : Attributes.Has(_metadata, attributes, "RequiresLocationAttribute") ? "ref readonly "
                : Attributes.Has(_metadata, attributes, "IsReadOnlyAttribute") ? "in " : "ref ";
            written = kind + written["ref ".Length..];
        }

        var fallback = parameter.GetDefaultValue() is { IsNil: false } constant ? $" = {Default(type, Value(constant))}"
            : parameter.Attributes.HasFlag(ParameterAttributes.Optional) ? " = default" : "";
        return $"{prefix}{written} {_metadata.GetString(parameter.Name)}{fallback}";
    }

    // A null constant also stands for default(T) of a value type.
    private static string Default(TypeNode type, object? value) =>
        value is null && type.Plain is TypeNode.Named { Namespace: "System.Threading" } or TypeNode.Parameter ? "default" : CSharpNames.Constant(value);

    private string Constraints(IEnumerable<GenericParameterHandle> handles, CSharpNames names)
    {
        var clauses = handles.Select(_metadata.GetGenericParameter).Select(parameter => (parameter, rules: Rules(parameter, names)))
            .Where(item => item.rules.Count > 0)
            .Select(item => $" where {_metadata.GetString(item.parameter.Name)} : {string.Join(", ", item.rules)}");
        return string.Concat(clauses);
    }

    private List<string> Rules(GenericParameter parameter, CSharpNames names)
    {
        List<string> rules = [];
        var isStruct = parameter.Attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct) rules.Add("struct");
        if (parameter.Attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) rules.Add("class");
        rules.AddRange(parameter.GetConstraints().Select(_metadata.GetGenericParameterConstraint)
            .Select(constraint => Named(constraint.Type)).OfType<TypeNode.Named>()
            .Where(node => node is not { Namespace: "System", Path: [{ Name: "ValueType" }] }).Select(node => names.Write(node)));
        if (!isStruct && parameter.Attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) rules.Add("new()");
        return rules;
    }

    private static string Access(MethodDefinition method) =>
        (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? "public " : "protected ";

    private string Modifiers(MethodAttributes attributes)
    {
        if (attributes.HasFlag(MethodAttributes.Static)) return attributes.HasFlag(MethodAttributes.Abstract) ? "static abstract " : "static ";
        if (Kind == "interface" || !attributes.HasFlag(MethodAttributes.Virtual)) return "";
        var isNew = attributes.HasFlag(MethodAttributes.NewSlot);
        if (attributes.HasFlag(MethodAttributes.Abstract)) return isNew ? "abstract " : "abstract override ";

        // A sealed new slot is a plain method that implements an interface's.
        if (attributes.HasFlag(MethodAttributes.Final)) return isNew ? "" : "sealed override ";
        return isNew ? "virtual " : "override ";
    }

    private NullableFlags Flags(CustomAttributeHandleCollection attributes) => NullableFlags.Of(_metadata, attributes, _context);

    private byte Context(MethodDefinition method) => NullableFlags.Context(_metadata, method.GetCustomAttributes()) ?? _context;

    private byte FindContext(TypeDefinition type)
    {
        const int MaxNesting = 64;
        for (var depth = 0; depth < MaxNesting; depth++)
        {
            if (NullableFlags.Context(_metadata, type.GetCustomAttributes()) is { } flag) return flag;
            if (type.GetDeclaringType().IsNil) break;
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return 0;
    }

    private object? Value(ConstantHandle handle)
    {
        var constant = _metadata.GetConstant(handle);
        return _metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
    }

    private List<string> Names(GenericParameterHandleCollection handles) =>
        [.. handles.Select(handle => _metadata.GetString(_metadata.GetGenericParameter(handle).Name))];
}
