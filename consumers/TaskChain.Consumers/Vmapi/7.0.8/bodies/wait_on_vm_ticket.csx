var ticket = await sdcClients.Cnapi.WaitTicket((string)job["ticket"]);
return $"Ticket is {ticket.Status}";
