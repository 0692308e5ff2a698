using System.Net;

namespace Sdc;

/// <summary>An API of the datacenter answered with an error.</summary>
public sealed class ApiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="statusCode">HTTP status of the answer.</param>
    /// <param name="code">The API's code, for example <c>ResourceNotFound</c>.</param>
    /// <param name="message">What went wrong.</param>
    public ApiException(HttpStatusCode statusCode, string code, string message)
        : base(message)
    {
        StatusCode = statusCode;
        Code = code;
    }

    /// <summary>HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The API's code, for example <c>ResourceNotFound</c>.</summary>
    public string Code { get; }
}
