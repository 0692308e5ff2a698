using System.Net.Sockets;
using TaskChain.Api.Options;
using TaskChain.Storage;

namespace TaskChain.Api.Hosting;

/// <summary>Why a service could not start, in one line for the operator.</summary>
internal static class StartFailure
{
    /// <summary>The line, or null for a fault that deserves its stack trace.</summary>
    public static string? Describe(Exception exception, TaskChainOptions options)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is DataFolderInUseException or StorageException) return e.Message;
            if (e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                return $"'{options.Listen}' is in use by another process. Choose another port with --port, or --port 0 for a free one.";
            }

            if (e is SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } socket)
            {
                return $"The service cannot listen on '{options.Listen}': {socket.Message}.";
            }
        }

        return exception is IOException or UnauthorizedAccessException ? $"The service cannot start: {exception.Message}" : null;
    }
}
