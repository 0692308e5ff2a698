using TaskChain.Engine.Ports;

namespace TaskChain.Api.Auth;

/// <summary>The table of routes and the scope that each needs. HEAD is like GET. A route that is not in it needs <c>maintain</c>, and fails a test.</summary>
internal static class RouteScopes
{
    private static readonly Dictionary<string, KeyScopes> Table = new(StringComparer.Ordinal)
    {
        ["GET /ping"] = KeyScopes.None,
        ["GET /healthz/live"] = KeyScopes.None,
        ["GET /healthz/ready"] = KeyScopes.None,

        ["GET /workflows"] = KeyScopes.Read,
        ["GET /workflows/{uuid}"] = KeyScopes.Read,
        ["POST /workflows"] = KeyScopes.Submit,
        ["PUT /workflows/{uuid}"] = KeyScopes.Submit,
        ["DELETE /workflows/{uuid}"] = KeyScopes.Submit,
        ["POST /workflows/{uuid}/pause"] = KeyScopes.Operate,
        ["POST /workflows/{uuid}/resume"] = KeyScopes.Operate,

        ["GET /jobs"] = KeyScopes.Read,
        ["GET /jobs/{uuid}"] = KeyScopes.Read,
        ["GET /jobs/{uuid}/info"] = KeyScopes.Read,
        ["GET /jobs/{uuid}/output"] = KeyScopes.Read,
        ["GET /jobs/{uuid}/events"] = KeyScopes.Read,
        ["POST /jobs"] = KeyScopes.Submit,
        ["POST /jobs/{uuid}/info"] = KeyScopes.Submit,
        ["POST /jobs/{uuid}/clone"] = KeyScopes.Submit,
        ["POST /jobs/{uuid}/cancel"] = KeyScopes.Operate,
        ["POST /jobs/{uuid}/pause"] = KeyScopes.Operate,
        ["POST /jobs/{uuid}/resume"] = KeyScopes.Operate,
        ["POST /jobs/{uuid}/delete"] = KeyScopes.Operate,

        ["GET /stats"] = KeyScopes.Read,
        ["GET /snapshot"] = KeyScopes.Read,
        ["GET /runners"] = KeyScopes.Read,
        ["POST /runners/{uuid}/idle"] = KeyScopes.Operate,
        ["POST /runners/{uuid}/wake"] = KeyScopes.Operate,

        ["GET /webhooks"] = KeyScopes.Read,
        ["GET /webhooks/{uuid}/deliveries"] = KeyScopes.Read,
        ["POST /webhooks"] = KeyScopes.Operate,
        ["POST /webhooks/{uuid}/test"] = KeyScopes.Operate,
        ["DELETE /webhooks/{uuid}"] = KeyScopes.Operate,

        ["GET /modules"] = KeyScopes.Read,
        ["GET /modules/{name}"] = KeyScopes.Read,
        ["GET /modules/{name}/current"] = KeyScopes.Read,
        ["GET /modules/{name}/compat"] = KeyScopes.Read,
        ["GET /modules/{name}/versions/{ver}"] = KeyScopes.Read,
        ["PUT /modules/{name}/current"] = KeyScopes.Maintain,
        ["PUT /modules/{name}/compat"] = KeyScopes.Maintain,
        ["PUT /modules/{name}/versions/{ver}"] = KeyScopes.Maintain,
        ["DELETE /modules/{name}/versions/{ver}"] = KeyScopes.Maintain,

        ["GET /keys"] = KeyScopes.Maintain,
        ["POST /keys"] = KeyScopes.Maintain,
        ["DELETE /keys/{uuid}"] = KeyScopes.Maintain,
    };

    /// <summary>The routes of the table, for the test that compares them with those that are mapped.</summary>
    public static IEnumerable<string> Routes => Table.Keys;

    /// <summary>What a route needs.</summary>
    public static RequiredScope Of(string method, string pattern) => new(Table.GetValueOrDefault($"{method} {pattern}", KeyScopes.Maintain));
}
