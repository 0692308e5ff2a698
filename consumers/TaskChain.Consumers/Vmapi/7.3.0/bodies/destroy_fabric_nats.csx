var destroyed = 0;
foreach (var (network, ticket) in job["fabricNatTickets"].AsObject())
{
    // What is done before this line is done again after the pause, and finds nothing left to do.
    var turn = await sdcClients.Cnapi.WaitTicketAsync((string)ticket, TimeSpan.FromSeconds(0.5));
    if (turn.Status == "queued") return job.Again(TimeSpan.FromSeconds(0.5));

    var others = (await sdcClients.Napi.ListNicsOn(network)).Count(nic => !nic.IsGateway);
    if (others > 0) continue;
    foreach (var zone in (await sdcClients.Vmapi.ListVms($"nat-{network}")).Where(vm => vm.State == "running"))
    {
        await sdcClients.Sapi.DeleteInstance(zone.Uuid);
        destroyed++;
    }
}

return $"{destroyed} NAT zones destroyed";
