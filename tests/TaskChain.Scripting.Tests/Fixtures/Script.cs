namespace TaskChain.Scripting.Tests.Fixtures;

internal static class Script
{
    /// <summary>One compiler for all tests: it is thread-safe and caches metadata.</summary>
    public static ScriptCompiler Compiler { get; } = new();

    public static CompiledScript Compile(string body, params ScriptModule[] modules) =>
        Compile(new ScriptRequest { Body = body, Modules = modules });

    public static CompiledScript Compile(ScriptRequest request) => Compiler.Compile(request, TestContext.Current.CancellationToken);

    /// <summary>Compiles what must compile, and runs it.</summary>
    public static Task<object?> RunAsync(string body, params ScriptModule[] modules) =>
        RunAsync(new ScriptRequest { Body = body, Modules = modules });

    public static async Task<object?> RunAsync(ScriptRequest request)
    {
        var script = Compile(request);
        Assert.True(script.Assembly is not null, string.Join('\n', script.Problems));
        return await new FakeHost(request).RunAsync(script.Assembly);
    }

    /// <summary>The only error.</summary>
    public static ScriptProblem Error(CompiledScript script)
    {
        Assert.Null(script.Assembly);
        return Assert.Single(script.Problems, problem => problem.IsError);
    }

    public static string Where(ScriptProblem problem) => $"{problem.Id}({problem.Line},{problem.Column})";
}
