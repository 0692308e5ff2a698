using TaskChain.Api.Problems;

namespace TaskChain.Api.Http;

/// <summary>Yes-or-no query parameters.</summary>
internal static class QueryFlags
{
    /// <summary>True for <c>name=true</c>; false when it is absent or <c>false</c>.</summary>
    /// <exception cref="RequestRejectedException">It says anything else.</exception>
    public static bool Read(IQueryCollection query, string name) => !query.TryGetValue(name, out var value) ? false : value.ToString() switch
    {
        "false" => false,
        "true" => true,
        var other => throw RequestRejectedException.InvalidValue($"Query parameter '{name}' is '{other}'. It must be 'true' or 'false'."),
    };
}
