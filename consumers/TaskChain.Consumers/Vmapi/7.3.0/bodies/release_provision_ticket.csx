// VMAPI got in line before it posted the job.
if (!job.Params.Has("vm_ticket")) return "There is no ticket to release";
await sdcClients.Cnapi.ReleaseTicket(job.Params.GetString("vm_ticket"));
return "Ticket has been released";
