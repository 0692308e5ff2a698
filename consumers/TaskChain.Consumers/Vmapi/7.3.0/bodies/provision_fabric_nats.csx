var zones = new JsonArray();
foreach (var (network, ticket) in job["fabricNatTickets"].AsObject())
{
    // What is done before this line is done again after the pause; a zone's name is taken once.
    var turn = await sdcClients.Cnapi.WaitTicketAsync((string)ticket, TimeSpan.FromSeconds(0.5));
    if (turn.Status == "queued") return job.Again(TimeSpan.FromSeconds(0.5));

    // While this job stood in line another one may have made the zone.
    if ((await sdcClients.Napi.GetNetwork(network)).GatewayProvisioned) continue;
    zones.Add(await sdcClients.Sapi.CreateInstance("nat", $"nat-{network}", network));
}

job["natZones"] = zones;
return zones.Count == 0 ? "No fabric NATs provisioned" : "Provisioned fabric NATs";
