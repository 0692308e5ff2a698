using System.Collections.Concurrent;
using TaskChain.Contracts.Workflows;
using TaskChain.Scripting;
using TaskChain.Versioning;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>Resolves and compiles tasks as a service with all sample modules would.</summary>
internal static class TaskCompiler
{
    private static readonly ScriptCompiler Compiler = new();
    private static readonly ConcurrentDictionary<string, CompiledScript> Compiled = new(StringComparer.Ordinal);

    /// <summary>Every body of a workflow, with its list.</summary>
    public static IEnumerable<(string List, TaskDocument Task)> TasksOf(WorkflowDocument workflow) =>
        workflow.Chain.Select(task => ("chain", task))
            .Concat((workflow.Onerror ?? []).Select(task => ("onerror", task)))
            .Concat((workflow.Oncancel ?? []).Select(task => ("oncancel", task)));

    /// <summary>The versions a task is given; throws when it would be refused.</summary>
    public static IReadOnlyList<ScriptModule> Resolve(TaskDocument task, params string[] missing) => [.. Requests(task).Select(request =>
    {
        var module = Catalogue.Module(request.Name, missing);
        var candidates = Assert.IsType<Resolution.Candidates>(VersionResolver.Resolve(module, request.Ver));
        return new ScriptModule(
            request.Alias, request.Name, candidates.Requested, candidates.Versions[0].Version.Version,
            [.. module.History.Entries.Select(entry => new ModuleHistoryEntry(entry.Version, entry.Breaks))], Catalogue.Builds(request.Name));
    })];

    public static (ScriptRequest Request, CompiledScript Script) Compile(string body, bool hasError, IReadOnlyList<ScriptModule> modules)
    {
        var request = new ScriptRequest { Body = body, HasError = hasError, Modules = modules };
        var key = string.Join('\n', modules.Select(module => $"{module.Alias}={module.Name} {module.Resolved}").Append(hasError.ToString()).Append(body));
        return (request, Compiled.GetOrAdd(key, _ => Compiler.Compile(request, CancellationToken.None)));
    }

    private static IEnumerable<(string Alias, string Name, string? Ver)> Requests(TaskDocument task)
    {
        var plus = task.ModulesPlus ?? new Dictionary<string, ModuleReference>();
        foreach (var (alias, module) in plus) yield return (alias, module.Name, module.Ver);
        foreach (var (alias, module) in task.Modules ?? new Dictionary<string, ModuleReference>())
        {
            if (!plus.ContainsKey(alias)) yield return (alias, module.Name, module.Ver);
        }
    }
}
