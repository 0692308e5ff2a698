using TaskChain.Api.Http;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Jobs;

/// <summary>Reads the filters of <c>GET /jobs</c>.</summary>
/// <param name="extraParams">Parameters of jobs that lists can be searched by.</param>
internal sealed class JobQuery(IEnumerable<string> extraParams)
{
    private static readonly string[] Known = ["execution", "name", "target", "consumer", "since", "until", "offset", "limit", "cursor"];

    // A parameter of the same name as a filter can only be the filter.
    private readonly HashSet<string> _extra = [.. extraParams.Except(Known, StringComparer.Ordinal)];

    /// <summary>Reads them.</summary>
    /// <exception cref="RequestRejectedException">A filter is not known, or its value is not.</exception>
    public JobFilter Read(IQueryCollection query)
    {
        if (query.Count == 0) return new JobFilter { Limit = Paging.MaxLimit };
        var unknown = query.Keys.Where(key => !Known.Contains(key, StringComparer.Ordinal) && !_extra.Contains(key)).ToList();
        if (unknown.Count > 0) throw Conflict($"Invalid parameters for jobs search: {string.Join(',', unknown)}");
        var page = Paging.Read(query);
        return new JobFilter
        {
            Status = Execution(query),
            Name = QueryText.Read(query, "name"),
            Target = QueryText.Read(query, "target"),
            Consumer = QueryText.Read(query, "consumer"),
            Since = Instants.Read(query, "since"),
            Until = Instants.Read(query, "until"),
            Search = Search(query),
            After = QueryText.Read(query, "cursor") is { } cursor ? JobCursors.Read(cursor) : null,
            Offset = page.Offset,
            Limit = page.Limit,
        };
    }

    /// <summary>The header that tells where the list goes on (RFC 8288).</summary>
    /// <param name="request">The request of this page.</param>
    /// <param name="next">Where this page ended.</param>
    public static string Link(HttpRequest request, JobCursor next)
    {
        var pairs = request.Query
            .Where(pair => pair.Key is not ("cursor" or "offset"))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
            .Append(KeyValuePair.Create("cursor", (string?)JobCursors.Write(next)));
        return $"<{request.Path}{QueryString.Create(pairs)}>; rel=\"next\"";
    }

    private static JobStatus? Execution(IQueryCollection query)
    {
        if (QueryText.Read(query, "execution") is not { } word) return null;
        if (JobStatusWords.TryParse(word, out var status)) return status;
        throw Conflict("Execution must be one of queued, failed, succeeded, canceled, running, waiting or retried");
    }

    private List<SearchTerm> Search(IQueryCollection query)
    {
        var terms = new List<SearchTerm>();
        foreach (var name in query.Keys)
        {
            if (_extra.Contains(name) && QueryText.Read(query, name) is { } value) terms.Add(new SearchTerm(name, value));
        }

        return terms;
    }

    private static RequestRejectedException Conflict(string message) => new(StatusCodes.Status409Conflict, ProblemCodes.ConflictError, message);
}
