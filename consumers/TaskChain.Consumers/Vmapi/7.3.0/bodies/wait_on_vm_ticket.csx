// A line may be long: no process is held while it moves. The task's timeout bounds the whole wait.
var ticket = await sdcClients.Cnapi.WaitTicketAsync((string)job["ticket"], TimeSpan.FromSeconds(0.5));
if (ticket.Status != "queued") return $"Ticket is {ticket.Status}";
job.Progress(1.0 / (1 + ticket.Ahead));
return job.Again(TimeSpan.FromSeconds(0.5));
