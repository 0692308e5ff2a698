if (!job.Params.Has("allocation_ticket")) return "There is no allocation ticket to release";
await sdcClients.Cnapi.ReleaseTicket(job.Params.GetString("allocation_ticket"));
return "Allocation ticket has been released";
