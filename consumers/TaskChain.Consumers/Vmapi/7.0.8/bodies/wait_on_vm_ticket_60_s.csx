var ticket = await sdcClients.Cnapi.WaitTicket((string)job["ticket"], TimeSpan.FromSeconds(60));
return $"Ticket is {ticket.Status}";
