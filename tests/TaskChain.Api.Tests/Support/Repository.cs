namespace TaskChain.Api.Tests.Support;

internal static class Repository
{
    /// <summary>The checkout's top folder, found upwards from the test's own folder.</summary>
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
