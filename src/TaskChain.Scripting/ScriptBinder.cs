using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TaskChain.Scripting.Bodies;
using TaskChain.Scripting.Problems;
using TaskChain.Scripting.References;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting;

/// <summary>Binds and emits one body whose shape is right.</summary>
internal sealed class ScriptBinder(
    ScriptRequest request, ScriptBody body, CSharpParseOptions options, ReferenceCache references, ProblemList problems)
{
    // Unreachable code is what version branches are made of; the others are about the wrapper, not about the body.
    private static readonly HashSet<string> Silent = ["CS0105", "CS0162", "CS1701", "CS1702", "CS1998", "CS8981"];

    public CompiledScript Compile(CancellationToken cancellationToken)
    {
        var unit = Bind(Resolved(), Edits());
        if (!HasEntryTypes(unit)) return Finish(null);
        if (unit.Script.Method is null && unit.Errors(cancellationToken).Count == 0)
        {
            problems.AddError(ProblemId.Shape, null, "The body does not stay inside the task's method. Close every block, string and comment in it.");
            return Finish(null);
        }

        var (assembly, diagnostics) = Emission.Emit(unit, cancellationToken);
        foreach (var diagnostic in diagnostics) Report(unit, diagnostic);
        return Finish(problems.HasErrors ? null : assembly);
    }

    private ScriptUnit Bind(IReadOnlyList<ModuleBuild> builds, BodyEdits edits)
    {
        var set = references.Get(builds);
        return new ScriptUnit(ScriptWrapper.Wrap(body, edits, ScriptFrame.Create(request, set.Builds), options), set);
    }

    private List<ModuleBuild> Resolved() => [.. request.Modules.Select(module => module.ResolvedBuild)];

    private BodyEdits Edits()
    {
        var edits = new BodyEdits();
        foreach (var span in body.BareReturns) edits.Add(new BodyEdit(span, "return null;"));
        return edits;
    }

    private bool HasEntryTypes(ScriptUnit unit)
    {
        foreach (var (module, build) in request.Modules.Zip(unit.References.Builds))
        {
            if (unit.References.HasEntryType(build)) continue;
            problems.Add(new ScriptProblem(
                ProblemCode.ScriptInvalid, ProblemId.ModuleUnusable, IsError: true, 0, 0,
                $"Module '{module.Name}' {module.Resolved} has no public class '{build.Build.EntryType}', which its manifest names as entry. Publish a corrected version.",
                module.Name));
        }

        return !problems.HasErrors;
    }

    private void Report(ScriptUnit unit, Diagnostic diagnostic)
    {
        var isError = diagnostic.Severity == DiagnosticSeverity.Error;
        var span = unit.ToBody(diagnostic);
        if (!isError && (diagnostic.Severity != DiagnosticSeverity.Warning || span is null || Silent.Contains(diagnostic.Id))) return;
        var name = span is { } there ? body.Text.ToString(there) : "";
        problems.Add(
            isError ? ProblemCode.ScriptInvalid : ProblemCode.Warning, diagnostic.Id, isError, span,
            Wording.Sentence(diagnostic, name, request.Versioning, request.HasError));
    }

    private CompiledScript Finish(byte[]? assembly) => new()
    {
        Assembly = assembly,
        Hash = assembly is null ? null : Convert.ToHexStringLower(SHA256.HashData(assembly)),
        Problems = problems.InSourceOrder(),
        Fits = [.. request.Modules.Select(module => new ModuleFit(
            module.Alias, module.Name, module.Resolved, assembly is null ? Fit.Broken : Fit.Compatible, []))],
        ReadsResults = true,
    };
}
