using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Engine.Jobs;

/// <summary>How jobs end that the service cannot go on with.</summary>
internal static class JobEndings
{
    /// <summary>The events that end a claimed job because of a fault of the service.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="cancel">True when somebody wants the job to be cancelled: then that is how it ends.</param>
    /// <param name="now">The instant.</param>
    public static List<JobEvent> OfFault(Exception fault, bool cancel, DateTimeOffset now)
    {
        if (cancel) return [new JobEvent.CancelRequested(now), new JobEvent.Canceled(now)];
        var message = $"The service could not run the job: {fault.Message}";
        return [new JobEvent.Failed(now, new JobErrorView(fault.GetType().Name, message, ProblemCodes.InternalError))];
    }
}
