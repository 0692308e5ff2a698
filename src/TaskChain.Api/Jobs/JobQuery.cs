using TaskChain.Api.Http;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Jobs;

/// <summary>Reads the filters of <c>GET /jobs</c>.</summary>
internal static class JobQuery
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal) { "execution", "name", "target", "offset", "limit" };

    private static readonly Dictionary<string, JobStatus> Executions =
        Enum.GetValues<JobStatus>().ToDictionary(status => status.ToWord(), StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <exception cref="RequestRejectedException">A filter is not known, or its value is not.</exception>
    public static JobFilter Read(IQueryCollection query)
    {
        var unknown = query.Keys.Where(key => !Known.Contains(key)).ToList();
        if (unknown.Count > 0) throw Conflict($"Invalid parameters for jobs search: {string.Join(',', unknown)}");
        var page = Paging.Read(query);
        return new JobFilter
        {
            Status = Execution(query),
            Name = QueryText.Read(query, "name"),
            Target = QueryText.Read(query, "target"),
            Offset = page.Offset,
            Limit = page.Limit,
        };
    }

    private static JobStatus? Execution(IQueryCollection query)
    {
        if (QueryText.Read(query, "execution") is not { } word) return null;
        if (Executions.TryGetValue(word, out var status)) return status;
        throw Conflict("Execution must be one of queued, failed, succeeded, canceled, running, waiting or retried");
    }

    private static RequestRejectedException Conflict(string message) => new(StatusCodes.Status409Conflict, ProblemCodes.ConflictError, message);
}
