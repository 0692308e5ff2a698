using Newtonsoft.Json.Linq;

namespace Sdc;

/// <summary>An image that machines are made from.</summary>
/// <param name="Uuid">The image's id.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="State"><c>creating</c>, <c>unactivated</c>, <c>active</c> or <c>failed</c>.</param>
/// <param name="Origin">The image it is a change of, or null.</param>
public sealed record Image(string Uuid, string? Name, string State, string? Origin)
{
    internal static Image From(JToken json) => new(
        json.Value<string>("uuid")!, // IMGAPI always sends the id.
        json.Value<string>("name"),
        json.Value<string>("state") ?? "unknown",
        json.Value<string>("origin"));
}
