using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.References;

/// <summary>Collects the assemblies whose types appear in the public signatures of a namespace.</summary>
internal sealed class SignatureAssemblies : SymbolVisitor
{
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

    public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override void VisitNamespace(INamespaceSymbol symbol)
    {
        foreach (var member in symbol.GetMembers()) Visit(member);
    }

    public override void VisitNamedType(INamedTypeSymbol symbol)
    {
        if (!IsVisible(symbol)) return;
        Add(symbol.BaseType);
        foreach (var implemented in symbol.Interfaces) Add(implemented);
        AddConstraints(symbol.TypeParameters);
        foreach (var member in symbol.GetMembers().Where(IsVisible)) Visit(member);
    }

    public override void VisitMethod(IMethodSymbol symbol)
    {
        Add(symbol.ReturnType);
        foreach (var parameter in symbol.Parameters) Add(parameter.Type);
        AddConstraints(symbol.TypeParameters);
    }

    public override void VisitProperty(IPropertySymbol symbol)
    {
        Add(symbol.Type);
        foreach (var parameter in symbol.Parameters) Add(parameter.Type);
    }

    public override void VisitField(IFieldSymbol symbol) => Add(symbol.Type);

    public override void VisitEvent(IEventSymbol symbol) => Add(symbol.Type);

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private void AddConstraints(IEnumerable<ITypeParameterSymbol> parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => parameter.ConstraintTypes)) Add(constraint);
    }

    private void Add(ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Add(array.ElementType);
                break;
            case IPointerTypeSymbol pointer:
                Add(pointer.PointedAtType);
                break;
            case INamedTypeSymbol named when _seen.Add(named):
                if (named.ContainingAssembly?.Identity.Name is { } name) Names.Add(name);
                foreach (var argument in named.TypeArguments) Add(argument);
                Add(named.ContainingType);
                break;
        }
    }
}
