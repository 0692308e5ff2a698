using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>Answers refused submissions (R18, R23).</summary>
internal static class SubmissionProblems
{
    /// <summary>The key of the request belongs to another one.</summary>
    public static ProblemAnswer KeyReused { get; } = new(
        StatusCodes.Status422UnprocessableEntity, ProblemCodes.IdempotencyKeyReused,
        "The 'Idempotency-Key' has been used with another request. Repeat that one, or use a new key.");

    /// <summary>Answers with all problems of a request.</summary>
    public static Task WriteAsync(HttpContext context, IReadOnlyList<ProblemItem> problems, int status = StatusCodes.Status422UnprocessableEntity) =>
        ProblemAnswers.WriteAsync(context, Of(problems, status));

    /// <summary>
    /// All problems of a request: under their own code when they share one, else <c>workflow_invalid</c>. What node-workflow
    /// answers with 409 keeps 409 when there is nothing else.
    /// </summary>
    public static ProblemAnswer Of(IReadOnlyList<ProblemItem> problems, int status = StatusCodes.Status422UnprocessableEntity)
    {
        var code = problems[0].Code;
        var legacy = true;
        foreach (var problem in problems)
        {
            if (problem.Code != code) code = ProblemCodes.WorkflowInvalid;
            legacy &= problem.Code is ProblemCodes.ConflictError or ProblemCodes.InvalidArgument;
        }

        if (legacy) (status, code) = (StatusCodes.Status409Conflict, problems[0].Code);
        return new ProblemAnswer(status, code, Message(problems, code), problems);
    }

    // One line for log readers, also when there are several (R19).
    private static string Message(IReadOnlyList<ProblemItem> problems, string code)
    {
        if (problems.Count == 1) return problems[0].Message;
        return code == ProblemCodes.WorkflowInvalid
            ? $"There are {problems.Count} problems: {string.Join(" ", problems.Select(p => p.Message))}"
            : $"{problems[0].Message} (And {problems.Count - 1} more of the kind: see 'errors'.)";
    }
}
