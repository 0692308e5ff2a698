using System.Reflection;

namespace TaskChain.Sandbox.Worker.Globals;

/// <summary>Finds public members by a dotted path of names, as <c>has("sdcClients.Cnapi.WaitTicketAsync")</c> needs.</summary>
internal static class MemberSearch
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    /// <summary>True when the path leads from the type to a public member; an empty path is the type itself.</summary>
    public static bool Exists(Type type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty) return true;
        foreach (var member in MembersOf(type, path[0]))
        {
            if (path.Length == 1) return true;
            if (TypeOf(member) is { } next && Exists(next, path[1..])) return true;
        }

        return false;
    }

    private static IEnumerable<MemberInfo> MembersOf(Type type, string name)
    {
        var members = type.GetMember(name, Public);
        return type.IsInterface ? members.Concat(type.GetInterfaces().SelectMany(parent => parent.GetMember(name, Public))) : members;
    }

    // What comes after a method or an event in the path belongs to no type that the path could mean.
    private static Type? TypeOf(MemberInfo member) => member switch
    {
        PropertyInfo property => property.PropertyType,
        FieldInfo field => field.FieldType,
        Type nested => nested,
        _ => null,
    };
}
