// By the job, not by the tickets: the job may have ended before it was told which tickets it got.
var released = await sdcClients.Cnapi.ReleaseTicketsOf(job.Uuid);
return released == 0 ? "No fabric NAT tickets to release" : $"{released} tickets have been released";
