namespace TaskChain.Engine.Ports;

/// <summary>Where a job is in its life; node-workflow's <c>execution</c>, written in lower case on the wire and in the store.</summary>
public enum JobStatus
{
    /// <summary>On the board, to be claimed by a runner when it is due.</summary>
    Queued,

    /// <summary>Claimed by a runner.</summary>
    Running,

    /// <summary>Waits to be resumed.</summary>
    Waiting,

    /// <summary>All tasks of the chain ended well.</summary>
    Succeeded,

    /// <summary>A task failed, or the job was refused or timed out.</summary>
    Failed,

    /// <summary>Cancelled.</summary>
    Canceled,

    /// <summary>Ended by asking for a new attempt of the whole job.</summary>
    Retried,
}
