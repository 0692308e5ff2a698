try
{
    // By the job, not by the ticket: the job may have ended before it was told which ticket it got.
    return $"{await sdcClients.Cnapi.ReleaseTicketsOf(job.Uuid)} tickets have been released";
}
catch (ApiException e)
{
    // The job has ended for another reason; a ticket that cannot be released expires by itself.
    log.Warn($"The job's tickets were not released: {e.Message}");
    return "Tickets will expire";
}
