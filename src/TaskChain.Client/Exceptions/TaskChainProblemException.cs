using System.Net;
using System.Text;
using TaskChain.Contracts.Problems;

namespace TaskChain.Client.Exceptions;

/// <summary>The service refused a request or could not carry it out: its problem answer (RFC 9457).</summary>
public sealed class TaskChainProblemException : TaskChainClientException
{
    internal TaskChainProblemException(HttpStatusCode status, Problem problem)
        : base(Describe(status, problem), inner: null)
    {
        Status = status;
        Problem = problem;
    }

    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The whole answer.</summary>
    public Problem Problem { get; }

    /// <summary>One of <see cref="ProblemCodes"/>: branch on it.</summary>
    public string Code => Problem.Code;

    /// <summary>What is wrong, as a sentence.</summary>
    public string Detail => Problem.Detail ?? Problem.Message;

    /// <summary>Everything that is wrong with the request; empty when the problem has no parts.</summary>
    public IReadOnlyList<ProblemItem> Errors => Problem.Errors ?? [];

    /// <summary>Trace id to look up in the service's log, or null.</summary>
    public string? TraceId => Problem.TraceId;

    /// <inheritdoc/>
    public override bool IsTransient => Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    // The parts are what a reader of a log needs; each stands alone in its line.
    private static string Describe(HttpStatusCode status, Problem problem)
    {
        var text = new StringBuilder($"{problem.Detail ?? problem.Message} ({problem.Code}, HTTP {(int)status})");
        foreach (var error in problem.Errors ?? [])
        {
            if (error.Message == (problem.Detail ?? problem.Message)) continue;
            text.Append("\n  ").Append(error.Message).Append(" (").Append(error.Code);
            if (error.Task is not null) text.Append(", task '").Append(error.Task).Append('\'');
            if (error.Line is not null) text.Append(", line ").Append(error.Line);
            text.Append(')');
        }

        return text.ToString();
    }
}
