namespace TaskChain.Tests.Shared;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its top folder, found upwards from the test's own folder: source paths in assemblies are not those of the machine in a CI build.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TaskChain.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above the tests holds TaskChain.sln.");
    }
}
