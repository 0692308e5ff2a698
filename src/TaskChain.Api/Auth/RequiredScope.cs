using TaskChain.Engine.Ports;

namespace TaskChain.Api.Auth;

/// <summary>Metadata of a route: what a key must allow to call it.</summary>
/// <param name="scope">One scope, or <see cref="KeyScopes.None"/> for a route that needs no key.</param>
internal sealed class RequiredScope(KeyScopes scope)
{
    /// <summary>One scope, or none.</summary>
    public KeyScopes Scope { get; } = scope;

    /// <summary>Its word.</summary>
    public string Word { get; } = scope == KeyScopes.None ? "" : KeyScopeWords.Of(scope)[0];
}
