using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>A request that cannot be read as what its resource takes; the edge answers it as a problem.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Problem code.</param>
/// <param name="message">What is wrong and what is allowed.</param>
internal sealed class RequestRejectedException(int status, string code, string message) : Exception(message)
{
    /// <summary>A value that is understood and not allowed: 422.</summary>
    public static RequestRejectedException InvalidValue(string message) =>
        new(StatusCodes.Status422UnprocessableEntity, ProblemCodes.InvalidValue, message);

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Problem code.</summary>
    public string Code { get; } = code;
}
