using TaskChain.Api.Auth;

namespace TaskChain.Api.OpenApi;

/// <summary>Maps routes together with their description and the scope that they need.</summary>
internal static class RouteExtensions
{
    private static readonly string[] GetAndHead = ["GET", "HEAD"];

    /// <summary>Maps GET, and HEAD with it.</summary>
    public static void MapRead(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler, OperationDescription description) =>
        Describe(routes.MapMethods(pattern, GetAndHead, handler), handler, description, RouteScopes.Of("GET", pattern));

    /// <summary>Maps another method.</summary>
    public static void MapChange(
        this IEndpointRouteBuilder routes, string method, string pattern, RequestDelegate handler, OperationDescription description) =>
        Describe(routes.MapMethods(pattern, [method], handler), handler, description, RouteScopes.Of(method, pattern));

    // The API explorer lists only endpoints that carry their handler's method.
    private static void Describe(
        IEndpointConventionBuilder endpoint, RequestDelegate handler, OperationDescription description, RequiredScope scope) =>
        endpoint.WithMetadata(handler.Method, description, scope, new EndpointNameMetadata(description.Id));
}
