using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TaskChain.Architecture.Tests.Guides;

/// <summary>The script guide's table of globals, made from the declarations that bodies are compiled against and their documentation.</summary>
internal static partial class GlobalsTable
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly Dictionary<string, XElement> Documentation =
        XDocument.Load(Path.ChangeExtension(typeof(TaskScript).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public static string Create()
    {
        List<string> rows = ["| name | type | meaning |", "|---|---|---|"];
        rows.AddRange(Members(typeof(TaskScript), "", "protected"));
        rows.Add($"| `error` | `TaskError` | {Summary("T:TaskChain.TaskError")} Exists only there. |");
        rows.AddRange(Members(typeof(VersionedTaskScript), "", "protected"));
        rows.AddRange(Members(typeof(JobContext), "job", "public"));
        rows.AddRange(Members(typeof(JobParams), "job.Params", "public"));
        rows.AddRange(Members(typeof(TaskResults), "job.Results", "public"));
        rows.AddRange(Members(typeof(ScriptLog), "log", "public"));
        rows.AddRange(Members(typeof(TaskError), "error", "public"));
        rows.AddRange(Members(typeof(ModuleVersionEntry), "wf_current_versions[…]", "public"));
        return string.Join('\n', rows);
    }

    private static IEnumerable<string> Members(Type type, string prefix, string access) =>
        from member in type.GetMembers(Declared).OrderBy(member => member is MethodInfo).ThenBy(member => member.MetadataToken)
        where member is FieldInfo { IsLiteral: true, IsFamily: true } || (member is PropertyInfo or MethodInfo { IsSpecialName: false } && IsFor(member, access))
        let summary = Summary(Id(member))
        where summary is not null && !ForTheHost().IsMatch(summary)
        select $"| `{Name(member, prefix)}` | `{TypeOf(member)}` | {summary} |";

    private static bool IsFor(MemberInfo member, string access)
    {
        var method = member is PropertyInfo property ? property.GetMethod : member as MethodInfo;
        if (member.Name.StartsWith("__", StringComparison.Ordinal) || method is null || (method.IsStatic && access == "public")) return false;
        if (member.Name is "EqualityContract" or "ToString" or "Equals" or "GetHashCode" or "Deconstruct" or "<Clone>$" or "PrintMembers") return false;
        return access == "public" ? method.IsPublic : method.IsFamily;
    }

    private static string Name(MemberInfo member, string prefix)
    {
        var dot = prefix.Length == 0 ? "" : prefix + ".";
        return member switch
        {
            PropertyInfo property when property.GetIndexParameters() is [var index] => $"{prefix}[{index.Name}]",
            MethodInfo method => $"{dot}{method.Name}{(method.IsGenericMethod ? "<T>" : "")}({string.Join(", ", method.GetParameters().Select(Parameter))})",
            _ => dot + member.Name,
        };
    }

    private static string Parameter(ParameterInfo parameter) => parameter.HasDefaultValue
        ? $"{parameter.Name} = {(parameter.DefaultValue is string text ? $"\"{text}\"" : parameter.DefaultValue ?? "null")}"
        : parameter.Name!;

    private static string TypeOf(MemberInfo member) => member switch
    {
        PropertyInfo property => Write(property.PropertyType, Nullability.Create(property).ReadState),
        MethodInfo method => Write(method.ReturnType, Nullability.Create(method.ReturnParameter).ReadState),
        FieldInfo field => $"const {Write(field.FieldType, NullabilityState.NotNull)}",
        _ => throw new SwitchExpressionException(member),
    };

    private static string Write(Type type, NullabilityState state)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Write(value, NullabilityState.NotNull) + "?";
        var name = type switch
        {
            _ when type == typeof(void) => "void",
            _ when type == typeof(string) => "string",
            _ when type == typeof(bool) => "bool",
            _ when type == typeof(int) => "int",
            _ when type == typeof(long) => "long",
            _ when type == typeof(double) => "double",
            _ when type == typeof(object) => "object",
            { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => Write(argument, NullabilityState.NotNull)))}>",
            _ => type.Name,
        };
        return state == NullabilityState.Nullable && !type.IsValueType && !type.IsGenericParameter ? name + "?" : name;
    }

    private static string Id(MemberInfo member)
    {
        var (kind, name, parameters) = member switch
        {
            PropertyInfo property => ('P', property.Name, property.GetIndexParameters()),
            MethodInfo method => ('M', method.Name + (method.IsGenericMethod ? "``1" : ""), method.GetParameters()),
            _ => ('F', member.Name, []),
        };
        var list = parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => parameter.ParameterType.FullName))})";
        return $"{kind}:{member.DeclaringType!.FullName}.{name}{list}";
    }

    private static string? Summary(string id)
    {
        if (!Documentation.TryGetValue(id, out var member)) return id.StartsWith("P:", StringComparison.Ordinal) ? ParameterSummary(id) : null;
        return member.Element("summary") is { } summary ? Text(summary) : null;
    }

    // A positional record documents its properties as parameters.
    private static string? ParameterSummary(string id)
    {
        var dot = id.LastIndexOf('.');
        return Documentation.GetValueOrDefault("T:" + id[2..dot])?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == id[(dot + 1)..]) is { } text
            ? Text(text)
            : null;
    }

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement reference when (reference.Attribute("cref") ?? reference.Attribute("name")) is { } name => $"`{name.Value.Split('(')[0].Split('.')[^1]}`",
        XElement other => other.Value,
        _ => "",
    })), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("read by the host|used by the sandbox|Scripts may not name it|Scripts never see it")]
    private static partial Regex ForTheHost();
}
