if (job["ticket"] is null) return "There is no ticket to release";
try
{
    await sdcClients.Cnapi.ReleaseTicket((string)job["ticket"]);
}
catch (ApiException e)
{
    // The job has failed for another reason; a ticket that cannot be released expires by itself.
    log.Warn($"Ticket {job["ticket"]} was not released: {e.Message}");
}

return "Ticket has been released";
