namespace Sdc;

/// <summary>What a ticket is wanted for.</summary>
/// <param name="ServerUuid">The server; <c>default</c> for resources of the whole datacenter.</param>
/// <param name="Scope">Kind of resource, for example <c>vm</c>.</param>
/// <param name="Id">The resource.</param>
/// <param name="Action">What is going to be done, for people who look at the line.</param>
/// <param name="Job">The job that wants it; <see cref="Cnapi.ReleaseTicketsOf"/> finds it by that.</param>
/// <param name="Key">Idempotency key: asked for twice with one key, it is one ticket.</param>
public sealed record TicketRequest(string ServerUuid, string Scope, string Id, string Action, string Job, string Key);
