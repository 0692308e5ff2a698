namespace TaskChain.Sandbox.Processes;

/// <summary>How to start a child: the one place where a cage (a wrapper program, limits, another user) is put around it.</summary>
/// <param name="FileName">Full path of the program.</param>
/// <param name="Arguments">Its arguments; the launcher appends <c>--channel</c> and three descriptor numbers.</param>
/// <param name="Environment">All of its environment.</param>
internal sealed record ProcessLaunch(string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The launch of one of our own programs with a bare environment.</summary>
    /// <param name="program">Full path of the program's native host.</param>
    /// <param name="heapLimitBytes">Upper limit of its managed heap.</param>
    public static ProcessLaunch Create(string program, long heapLimitBytes) => new(program, [], new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_ROOT"] = DotnetRoot,
        ["DOTNET_EnableDiagnostics"] = "0", // No debugger pipe, no profiler: fewer threads, nothing in /tmp.
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCHeapHardLimit"] = "0x" + heapLimitBytes.ToString("x", System.Globalization.CultureInfo.InvariantCulture),
        ["DOTNET_TieredPGO"] = "0", // Instrumented code would be slower for as long as most workers live.
        ["HOME"] = "/tmp",
        ["TMPDIR"] = "/tmp",
        ["LANG"] = "C.UTF-8",
    });

    // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
    private static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "/", "..", "..", ".."));
}
