using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Bodies;

namespace TaskChain.Scripting.Wrapping;

/// <summary>
/// Puts a body into a class: usings on top, statements in a method, types beside the class. <c>#line</c> and blanking keep every line and column of
/// the body what it was.
/// </summary>
internal static class ScriptWrapper
{
    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.Linq", "System.Text.Json", "System.Text.Json.Nodes", "System.Threading",
        "System.Threading.Tasks", "TaskChain",
    ];

    /// <summary>What a body that returns nothing returns: node-workflow's result of a task that called back without one.</summary>
    public const string ReturnNothing = "return \"OK\";";

    /// <summary>Wraps a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="edits">Replacements in it.</param>
    /// <param name="frame">The globals of the class around it.</param>
    /// <param name="options">Language version and preprocessor symbols.</param>
    public static WrappedScript Wrap(ScriptBody body, BodyEdits edits, ScriptFrame frame, CSharpParseOptions options)
    {
        // Hidden: a frame in generated code must not show a line of the body.
        var writer = new SourceWriter(body.Text).Write("#line hidden\n");
        foreach (var alias in frame.ExternAliases) writer.Write($"extern alias {alias};\n");
        foreach (var space in Usings) writer.Write($"using {space};\n");
        foreach (var space in frame.Namespaces) writer.Write($"using {space};\n");
        if (body.Usings.Count > 0) writer.WriteBody(body.Usings, edits.InOrder, body.Directives);

        writer.Write("[assembly: global::System.Diagnostics.Debuggable(global::System.Diagnostics.DebuggableAttribute.DebuggingModes.IgnoreSymbolStoreSequencePoints)]\n");
        writer.Write($"public sealed class {ScriptAssembly.TypeName} : global::TaskChain.{frame.BaseClass}\n{{\n");
        foreach (var property in frame.Properties) writer.Write(property).Write("\n");
        writer.Write("protected override async global::System.Threading.Tasks.Task<object> __Body()\n{\n");
        writer.WriteBody(Between(body), edits.InOrder, body.Directives);
        writer.Write(ReturnNothing).Write("\n");
        var end = writer.Position;
        writer.Write("}\n}\n");
        if (body.Types.Count > 0) writer.WriteBody(body.Types, edits.InOrder, body.Directives);

        var tree = CSharpSyntaxTree.ParseText(writer.ToSourceText(), options, ScriptAssembly.FileName);
        return new WrappedScript(tree, writer.Map, FindMethod((CompilationUnitSyntax)tree.GetRoot(), end));
    }

    // Belt and braces besides the parse of the body alone: the method must end exactly where the wrapper ended it.
    private static MethodDeclarationSyntax? FindMethod(CompilationUnitSyntax root, int end) =>
        root.Members.OfType<ClassDeclarationSyntax>().FirstOrDefault() is { Members: [.., MethodDeclarationSyntax method] } script
        && method.Body?.CloseBraceToken.SpanStart == end
        && script.Identifier.ValueText == ScriptAssembly.TypeName
            ? method
            : null;

    private static IEnumerable<TextSpan> Between(ScriptBody body)
    {
        var position = 0;
        foreach (var moved in body.Usings.Concat(body.Types).OrderBy(span => span.Start))
        {
            yield return TextSpan.FromBounds(position, moved.Start);
            position = moved.End;
        }

        yield return TextSpan.FromBounds(position, body.Text.Length);
    }
}
