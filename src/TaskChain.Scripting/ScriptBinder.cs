using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TaskChain.Scripting.Bodies;
using TaskChain.Scripting.LateBinding;
using TaskChain.Scripting.Problems;
using TaskChain.Scripting.References;
using TaskChain.Scripting.Uses;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting;

/// <summary>Binds, proves and emits one body whose shape is right.</summary>
internal sealed class ScriptBinder(
    ScriptRequest request, ScriptBody body, CSharpParseOptions options, ReferenceCache references, ProblemList problems)
{
    // Unreachable code is what version branches are made of; the others are about the wrapper, not about the body.
    private static readonly HashSet<string> Silent = ["CS0105", "CS0162", "CS1701", "CS1702", "CS1998", "CS8981"];

    private const int MaxSuggestions = 20;

    private int _suggested;

    public CompiledScript Compile(CancellationToken cancellationToken)
    {
        var edits = Edits();
        var original = Bind(Resolved(), edits);
        if (!HasEntryTypes(original)) return Refused("The module cannot be used.");
        var (assembly, diagnostics) = Emission.Emit(original, cancellationToken);
        if (assembly is not null && original.Script.Method is null)
        {
            problems.AddError(ProblemId.Shape, null, "The body does not stay inside the task's method. Close every block, string and comment in it.");
            return Refused("The body does not compile.");
        }

        // The one place to judge what a body names (the allow list's first layer): it is bound here, and nothing is rewritten yet.
        var versions = new ModuleVersions(references);
        var others = new OtherVersions(request, versions, builds => Bind(builds, Edits()));
        LateBindingResult? late = null;
        if (assembly is null)
        {
            late = LateBind(original, edits, others, cancellationToken);
            diagnostics = late.Errors;
            if (late.Errors.Count == 0) (assembly, diagnostics) = Emission.Emit(late.Unit, cancellationToken);
        }

        foreach (var diagnostic in diagnostics) Report(late?.Unit ?? original, diagnostic, cancellationToken);
        var proof = new Proof(request, original, Edits(), others, versions, problems);
        var script = proof.Complete(late?.Sites ?? [], changed => Bind(Resolved(), changed), cancellationToken);
        return problems.HasErrors || assembly is null
            ? script
            : script with { Assembly = assembly, Hash = Convert.ToHexStringLower(SHA256.HashData(assembly)) };
    }

    private LateBindingResult LateBind(ScriptUnit original, BodyEdits edits, OtherVersions others, CancellationToken cancellationToken)
    {
        var rewriter = new SiteRewriter(request, new TypeNames(original.Compilation), problems);
        var binder = new LateBinder(others, new FutureMembers(request, original), rewriter, changed => Bind(Resolved(), changed));
        return binder.Bind(original, edits, cancellationToken);
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
        foreach (var span in body.BareReturns) edits.Add(new BodyEdit(span, ScriptWrapper.ReturnNothing));
        return edits;
    }

    private bool HasEntryTypes(ScriptUnit unit)
    {
        for (var i = 0; i < request.Modules.Count; i++)
        {
            if (unit.References.EntryTypeOf(i) is not null) continue;
            var module = request.Modules[i];
            Unusable(module, $"has no public class '{module.ResolvedBuild.EntryType}', which its manifest names as entry. Publish a corrected version.");
        }

        foreach (var (first, second) in unit.References.Twins())
        {
            var other = request.Modules[first].Resolved;
            Unusable(request.Modules[second], $"has the same assembly name and version as {other}, so one body cannot use both. Use them in two tasks.");
        }

        return !problems.HasErrors;

        void Unusable(ScriptModule module, string why) => problems.Add(new ScriptProblem(
            ProblemCode.ScriptInvalid, ProblemId.ModuleUnusable, IsError: true, 0, 0, $"Module '{module.Name}' {module.Resolved} {why}", module.Name));
    }

    private void Report(ScriptUnit unit, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var isError = diagnostic.Severity == DiagnosticSeverity.Error;
        var span = unit.ToBody(diagnostic);
        if (!isError && (diagnostic.Severity != DiagnosticSeverity.Warning || span is null || Silent.Contains(diagnostic.Id))) return;
        var name = span is { } there ? body.Text.ToString(there) : "";
        var message = Wording.Sentence(diagnostic, name, request.Versioning, request.HasError);
        if (isError && _suggested++ < MaxSuggestions) message += Suggestions.For(unit, diagnostic, cancellationToken);
        problems.Add(isError ? ProblemCode.ScriptInvalid : ProblemCode.Warning, diagnostic.Id, isError, span, message);
    }

    private CompiledScript Refused(string reason)
    {
        var verdicts = new Verdicts(request);
        verdicts.AddToAll(Fit.Broken, reason);
        return new CompiledScript { Problems = problems.InSourceOrder(), Fits = verdicts.Sum() };
    }
}
