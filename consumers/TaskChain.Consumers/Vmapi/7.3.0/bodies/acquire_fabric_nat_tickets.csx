// One at a time on each network: two jobs must not make, or destroy, the same NAT zone at once.
var tickets = new JsonObject();
foreach (var network in (job["fabricNatNetworks"] ?? job.Params["fabric_networks"] ?? new JsonArray()).AsArray().Select(uuid => (string)uuid))
{
    var request = new TicketRequest("default", "fabric_nat", network, job.Params.GetString("task"), job.Uuid, $"{job.IdempotencyKey}/{network}");
    tickets[network] = (await sdcClients.Cnapi.AcquireTicket(request)).Uuid;
}

job["fabricNatTickets"] = tickets;
return tickets.Count == 0 ? "No fabric NICs" : "Fabric NAT tickets acquired";
