using System.Net;
using TaskChain.Sandbox.Worker.Loading;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>Turns exceptions of bodies and modules into the record that crosses the process boundary.</summary>
internal static class FailureMapper
{
    private const int MaxInner = 4;

    /// <summary>Maps an exception. Never throws, whatever its class does.</summary>
    public static TaskFailure Map(Exception exception, SecretMask mask) => Map(Unwrap(exception), mask, MaxInner);

    private static TaskFailure Map(Exception exception, SecretMask mask, int depth)
    {
        var inner = depth > 0 && exception.InnerException is { } cause ? Map(cause, mask, depth - 1) : null;
        return new TaskFailure(
            CodeOf(exception),
            mask.Text(Safely.MessageOf(exception)) ?? "",
            exception.GetType().FullName ?? exception.GetType().Name,
            mask.Text(Safely.Text(() => BodyFrames.Of(exception))),
            exception is not (ModuleMemberMissingException or ValueTooLargeException or ValueNotSerializableException),
            inner)
        {
            StatusCode = StatusOf(exception),
        };
    }

    // Exceptions of HTTP clients call it so, whatever module they come from.
    private static int? StatusOf(Exception exception)
    {
        try
        {
            return exception.GetType().GetProperty("StatusCode")?.GetValue(exception) switch
            {
                int status => status,
                HttpStatusCode status => (int)status,
                _ => null,
            };
        }
        catch (Exception)
        {
            return null; // Two properties of that name, or one that throws: then it tells no status.
        }
    }

    private static string CodeOf(Exception exception) => exception switch
    {
        ModuleMemberMissingException => "module_member_missing",
        ModuleLoadException => "module_load_failed",
        ValueTooLargeException => "result_too_large",
        ValueNotSerializableException => "result_not_serializable",
        OutOfMemoryException => "memory_limit_exceeded",
        _ => "task_failed",
    };

    // What Task.Wait, and the runtime when a body's types need a module, wrap around the one exception that matters.
    private static Exception Unwrap(Exception exception)
    {
        for (var depth = 0; depth < MaxInner; depth++)
        {
            if (exception is AggregateException { InnerExceptions: [var only] }) exception = only;
            else if (IsLoadFailure(exception) && exception.InnerException is { } cause && (cause is ModuleLoadException || IsLoadFailure(cause))) exception = cause;
            else break;
        }

        return exception;
    }

    private static bool IsLoadFailure(Exception exception) => exception is FileNotFoundException or FileLoadException;
}
