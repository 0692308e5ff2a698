namespace TaskChain.Api.Http;

/// <summary>Values of route parameters.</summary>
internal static class RouteIds
{
    /// <summary>A route parameter as text; never null on a route that has it.</summary>
    public static string Text(HttpContext context, string name) => (string)context.Request.RouteValues[name]!; // the route pattern guarantees it

    /// <summary>The parameter <c>uuid</c>; false when it is no uuid, and then nothing can exist under it.</summary>
    public static bool TryUuid(HttpContext context, out Guid id) => Guid.TryParseExact(Text(context, "uuid"), "D", out id);
}
