using TaskChain.Scripting.References;

namespace TaskChain.Scripting.Wrapping;

/// <summary>What the wrapper writes around a body: base class, typed module variables, namespaces.</summary>
internal sealed record ScriptFrame(
    string BaseClass, IReadOnlyList<string> ExternAliases, IReadOnlyList<string> Namespaces, IReadOnlyList<string> Properties)
{
    /// <summary>Makes the frame of a request whose modules are bound to <paramref name="builds"/>, in the same order.</summary>
    public static ScriptFrame Create(ScriptRequest request, IReadOnlyList<BoundBuild> builds)
    {
        var properties = request.Modules.Zip(builds, (module, build) =>
            $"private {build.EntryTypeSource} {module.Alias} => ({build.EntryTypeSource})__Host.Module(\"{module.Alias}\");");
        if (request.HasError) properties = properties.Append("private global::TaskChain.TaskError error => __Host.Error;");
        return new ScriptFrame(
            request.Versioning ? nameof(VersionedTaskScript) : nameof(TaskScript),
            [.. builds.Where(build => !build.IsGlobal).Select(build => build.ExternAlias).Distinct(StringComparer.Ordinal)],
            [.. EntryNamespaces(builds)],
            [.. properties]);
    }

    private static IEnumerable<string> EntryNamespaces(IReadOnlyList<BoundBuild> builds) => builds
        .Where(build => build.IsGlobal && build.Build.EntryNamespace.Length > 0)
        .Select(build => build.Build.EntryNamespace)
        .Distinct(StringComparer.Ordinal);
}
