using System.Globalization;
using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>Lines for exclusive work: the oldest unfinished ticket of a resource is active, the others queue.</summary>
internal sealed class TicketOffice(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closedJobs = new(StringComparer.Ordinal);
    private readonly List<Ticket> _open = [];
    private TaskCompletionSource _moved = NewSignal();

    /// <summary>Finishes when any line has moved.</summary>
    public Task Moved => _moved.Task;

    /// <summary>Number of tickets that are not finished.</summary>
    public int OpenCount => _open.Count;

    /// <summary>Gets in line. A job whose tickets were all given back is given one that is finished already.</summary>
    /// <param name="line">The resource.</param>
    /// <param name="action">What is going to be done, or null.</param>
    /// <param name="job">The job that wants it, or null.</param>
    /// <returns>The ticket as the API shows it.</returns>
    public JsonObject Acquire(string line, string? action, string? job)
    {
        var ticket = new Ticket(Guid.NewGuid().ToString(), line, action, job, time.GetUtcNow() + Lifetime);
        _tickets[ticket.Uuid] = ticket;
        if (job is not null && _closedJobs.Contains(job)) ticket.End = "finished";
        else _open.Add(ticket);
        return Show(ticket);
    }

    /// <summary>A ticket as the API shows it, or null.</summary>
    public JsonObject? Find(string uuid)
    {
        Expire();
        return _tickets.TryGetValue(uuid, out var ticket) ? Show(ticket) : null;
    }

    /// <summary>Tickets that are not finished, oldest first.</summary>
    public IEnumerable<JsonObject> Open() => _open.Select(Show);

    /// <summary>Gives a ticket back. Returns false when there is none.</summary>
    public bool Release(string uuid)
    {
        Expire();
        if (!_tickets.TryGetValue(uuid, out var ticket)) return false;
        if (ticket.End is null) Close(ticket, "finished");
        return true;
    }

    /// <summary>Gives all tickets of a job back; one that it is about to ask for as well. Returns how many were open.</summary>
    public int ReleaseOf(string job)
    {
        _closedJobs.Add(job);
        var tickets = _open.Where(ticket => ticket.Job == job).ToList();
        foreach (var ticket in tickets) Close(ticket, "finished");
        return tickets.Count;
    }

    private void Expire()
    {
        foreach (var ticket in _open.Where(ticket => ticket.ExpiresAt <= time.GetUtcNow()).ToList()) Close(ticket, "expired");
    }

    private void Close(Ticket ticket, string status)
    {
        ticket.End = status;
        _open.Remove(ticket);
        var moved = _moved;
        _moved = NewSignal();
        moved.SetResult();
    }

    private JsonObject Show(Ticket ticket)
    {
        var ahead = ticket.End is not null ? 0 : _open.TakeWhile(other => other != ticket).Count(other => other.Line == ticket.Line);
        return new JsonObject
        {
            ["uuid"] = ticket.Uuid,
            ["status"] = ticket.End ?? (ahead == 0 ? "active" : "queued"),
            ["ahead"] = ahead,
            ["resource"] = ticket.Line,
            ["action"] = ticket.Action,
            ["job"] = ticket.Job,
            ["expires_at"] = ticket.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
    }

    // Waiters take the world's lock again when they go on, so they must not do so on the stack of the one who holds it.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Ticket(string Uuid, string Line, string? Action, string? Job, DateTimeOffset ExpiresAt)
    {
        public string? End { get; set; }
    }
}
