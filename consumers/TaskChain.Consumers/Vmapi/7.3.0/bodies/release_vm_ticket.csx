await sdcClients.Cnapi.ReleaseTicket((string)job["ticket"]);
return "Ticket has been released";
