using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Bodies;
using TaskChain.Scripting.Problems;
using TaskChain.Scripting.References;
using TaskChain.Scripting.Uses;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting;

/// <summary>
/// Compiles task bodies. Runs no user code, but a hostile body can keep it busy for ever, whatever its token says: use it in a process that can be
/// killed. Thread-safe; it keeps metadata of modules in memory.
/// </summary>
public sealed class ScriptCompiler
{
    /// <summary>Largest body in bytes of UTF-8: 64 KB.</summary>
    public const int MaxBodyBytes = 64 << 10;

    private readonly ReferenceCache _references = new();

    /// <summary>Compiles a body once through every stage, so that the first real one is as fast as the next.</summary>
    public void WarmUp(CancellationToken cancellationToken) => WarmUpBody.Run(this, cancellationToken);

    /// <summary>Compiles a body. What is wrong with it is in the result.</summary>
    /// <exception cref="ArgumentException">A module's resolved version has no build, or a version is no version.</exception>
    /// <exception cref="IOException">A module's assembly cannot be read.</exception>
    /// <exception cref="BadImageFormatException">A module's assembly is none.</exception>
    public CompiledScript Compile(ScriptRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = SourceText.From(request.Body);
        var problems = new ProblemList(text);
        var options = new CSharpParseOptions(
            LanguageVersion.CSharp14, DocumentationMode.None, SourceCodeKind.Regular, VersionSymbols.Of(request));
        AliasRules.Check(request.Modules, problems);
        if (BodyParser.Parse(text, options, problems, cancellationToken) is not { } body || problems.HasErrors) return Refused(request, problems);

        var script = new ScriptBinder(request, body, options, _references, problems);
        return script.Compile(cancellationToken);
    }

    private static CompiledScript Refused(ScriptRequest request, ProblemList problems)
    {
        var verdicts = new Verdicts(request);
        verdicts.AddToAll(Fit.Broken, "The body does not compile.");
        return new CompiledScript { Problems = problems.InSourceOrder(), Fits = verdicts.Sum() };
    }
}
