var uuid = (string)job["ticket"];
#if WORKFLOW_VERSIONING
// 9.0.3 tells how the line moves. Older services are asked in the way they know.
if (isVerGrtrThan(wf_current_versions["sdcClients"].ver, "ee86d6312"))
{
    var turn = await sdcClients.Cnapi.WaitTicketAsync(uuid, line => job.Progress(1.0 / (1 + line.Ahead)), TimeSpan.FromSeconds(100));
    return $"Ticket is {turn.Status}";
}
#endif
#if !SDC_CLIENTS_9_0_3_OR_GREATER
var ticket = await sdcClients.Cnapi.WaitTicket(uuid);
return $"Ticket is {ticket.Status}";
#endif
