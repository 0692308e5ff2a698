using System.Text.Json.Nodes;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>Runs one body against one module version, as a task would.</summary>
internal static class Body
{
    /// <param name="module">Module name; the body's variable is <c>m</c>.</param>
    /// <param name="version">Its version.</param>
    /// <param name="text">The body.</param>
    /// <param name="config">Operator variables; null for none.</param>
    public static async Task<string> RunAsync(string module, string version, string text, IReadOnlyDictionary<string, string>? config = null)
    {
        var task = new TaskDocument { Body = text, ModulesPlus = new Dictionary<string, ModuleReference> { ["m"] = new(module, version) } };
        var (request, compiled) = TaskCompiler.Compile(text, hasError: false, TaskCompiler.Resolve(task));
        Assert.True(compiled.Assembly is not null, string.Join("\n", compiled.Problems.Select(problem => $"{problem.Line}: {problem.Message}")));
        var script = ModuleContexts.CreateScript(compiled.Assembly!, request.Modules.Select(BodyHost.BuildOf));
        var host = new BodyHost(request, [], new JsonObject(), config ?? new Dictionary<string, string>(), error: null);
        return (await script.__RunAsync(host))?.ToString() ?? "";
    }
}
