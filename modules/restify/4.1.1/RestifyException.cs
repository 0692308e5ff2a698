namespace Restify;

/// <summary>A server answered with an error.</summary>
public sealed class RestifyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="statusCode">HTTP status of the answer.</param>
    /// <param name="restCode">The server's code, for example <c>ResourceNotFound</c>.</param>
    /// <param name="message">What went wrong.</param>
    public RestifyException(int statusCode, string restCode, string message)
        : base(message)
    {
        StatusCode = statusCode;
        RestCode = restCode;
    }

    /// <summary>HTTP status of the answer.</summary>
    public int StatusCode { get; }

    /// <summary>The server's code, for example <c>ResourceNotFound</c>.</summary>
    public string RestCode { get; }
}
