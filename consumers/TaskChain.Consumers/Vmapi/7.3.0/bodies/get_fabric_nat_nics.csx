// By the cards that VMAPI knew when it posted the job: those that are deleted already belonged to a network, too.
var nics = (job["currentVm"]?["nics"] as JsonArray ?? []).Where(nic => (bool?)nic["fabric"] == true && (bool?)nic["is_gateway"] != true);
var networks = nics.Select(nic => (string)nic["network_uuid"]).Distinct().ToList();
var served = new JsonArray();
await vasync.ForEachParallel(networks, async network =>
{
    if ((await sdcClients.Napi.GetNetwork(network)).GatewayProvisioned) lock (served) served.Add(network);
});
job["fabricNatNetworks"] = served;
return $"Fabric networks with a NAT zone: {served.Count}";
