using Newtonsoft.Json.Linq;

namespace Sdc;

/// <summary>A place in the line for exclusive work on a resource of a server.</summary>
/// <param name="Uuid">The ticket's id.</param>
/// <param name="Status"><c>queued</c>, <c>active</c>, <c>finished</c> or <c>expired</c>.</param>
public sealed record Ticket(string Uuid, string Status)
{
    internal static Ticket From(JToken json) => new(
        json.Value<string>("uuid")!, // CNAPI always sends the id.
        json.Value<string>("status") ?? "queued");
}
