var ticket = await sdcClients.Cnapi.AcquireTicket(
    job.Params.GetString("server_uuid"), "vm", job.Params.GetString("vm_uuid"), job.Params.GetString("task"));
job["ticket"] = ticket.Uuid;
return $"Ticket is {ticket.Status}";
