// Asked for twice, after an interruption, it is one ticket: the key is the same then.
var (server, vm) = (job.Params.GetString("server_uuid"), job.Params.GetString("vm_uuid"));
var ticket = await sdcClients.Cnapi.AcquireTicket(new TicketRequest(server, "vm", vm, job.Params.GetString("task"), job.Uuid, job.IdempotencyKey));
job["ticket"] = ticket.Uuid;
return $"Ticket is {ticket.Status}";
