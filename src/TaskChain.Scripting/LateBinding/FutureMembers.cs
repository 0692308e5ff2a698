using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.LateBinding;

/// <summary>
/// Members in no version at hand. They are a mistake, unless the body was written against a version of the module that is newer than all of those: then
/// the member may well exist there, and the body knows how to do without it.
/// </summary>
internal sealed class FutureMembers(ScriptRequest request, ScriptUnit unit)
{
    /// <summary>Takes an error for a use of a member of a newer version, if it can be one.</summary>
    public LateSite? Find(TextSpan span, CancellationToken cancellationToken)
    {
        if (unit.Map.ToGenerated(span) is not { } there) return null;
        var node = unit.Script.Tree.GetRoot(cancellationToken).FindNode(there, getInnermostNodeForTie: true);
        var owner = Owner(node, cancellationToken);
        if (owner < 0 || !IsAhead(request.Modules[owner])) return null;
        var member = Describe(node);
        return new LateSite
        {
            Module = owner,
            Symbol = "?:" + member,
            Member = member,
            AddedIn = null,
            FoundIn = null,
            Span = span,
            Unit = unit,
            Node = node,
        };
    }

    private static bool IsAhead(ScriptModule module) =>
        module.Requested is { } requested && module.Builds.All(build => module.Order.IsGreater(requested, build.Version));

    // The module whose type the member was looked for in, or whose overloads did not fit.
    private int Owner(SyntaxNode node, CancellationToken cancellationToken)
    {
        foreach (var at in node.AncestorsAndSelf().TakeWhile(each => each is not StatementSyntax and not MemberDeclarationSyntax))
        {
            var owner = at switch
            {
                MemberAccessExpressionSyntax member when member.Name.Span.Contains(node.Span) => OwnerOfReceiver(member.Expression, cancellationToken),
                QualifiedNameSyntax name => OwnerOfReceiver(name.Left, cancellationToken),
                ConditionalAccessExpressionSyntax access => OwnerOfReceiver(access.Expression, cancellationToken),
                InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax =>
                    unit.Model.GetSymbolInfo(at, cancellationToken).CandidateSymbols.Select(unit.References.OwnerOf).FirstOrDefault(-1),
                AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } =>
                    unit.References.OwnerOf(unit.Model.GetTypeInfo(creation, cancellationToken).Type),
                _ => -1,
            };
            if (owner >= 0) return owner;
        }

        return -1;
    }

    private int OwnerOfReceiver(SyntaxNode receiver, CancellationToken cancellationToken)
    {
        if (unit.Model.GetSymbolInfo(receiver, cancellationToken).Symbol is INamespaceSymbol space)
        {
            return space.GetTypeMembers().Select(unit.References.OwnerOf).FirstOrDefault(owner => owner >= 0, -1);
        }

        var type = unit.Model.GetTypeInfo(receiver, cancellationToken).Type ?? unit.Model.GetSymbolInfo(receiver, cancellationToken).Symbol as ITypeSymbol;
        return unit.References.OwnerOf(type);
    }

    private string Describe(SyntaxNode node)
    {
        var member = node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        var type = member is null ? null : unit.Model.GetTypeInfo(member.Expression).Type;
        return type is { Name.Length: > 0 } ? $"{type.Name}.{member?.Name.Identifier.ValueText}" : node.ToString();
    }
}
