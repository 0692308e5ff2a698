using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.References;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting;

/// <summary>A wrapped body bound against chosen builds of its modules.</summary>
internal sealed class ScriptUnit(WrappedScript script, ReferenceSet references)
{
    private SemanticModel? _model;
    private IReadOnlyList<Diagnostic>? _errors;

    public WrappedScript Script { get; } = script;

    public ReferenceSet References { get; } = references;

    public CSharpCompilation Compilation { get; } = references.Compilation.AddSyntaxTrees(script.Tree);

    public SourceMap Map => Script.Map;

    public SemanticModel Model => _model ??= Compilation.GetSemanticModel(Script.Tree);

    /// <summary>All compile errors.</summary>
    public IReadOnlyList<Diagnostic> Errors(CancellationToken cancellationToken) =>
        _errors ??= [.. Compilation.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    public TextSpan? ToBody(Diagnostic diagnostic) => Map.ToBody(diagnostic.Location.SourceSpan);
}
