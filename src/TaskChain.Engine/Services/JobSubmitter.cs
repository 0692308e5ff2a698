using TaskChain.Engine.Execution;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>The ways to post jobs.</summary>
internal sealed class JobSubmitter
{
    public JobSubmitter(EngineStores stores, JobPlanner planner, WorkflowLibrary workflows, RunnerHost host)
    {
        var replay = new JobReplay(stores.Jobs, workflows);
        Poster = new JobPoster(stores.Jobs, planner, replay, host);
        Batch = new JobBatch(stores.Control, planner, Poster, replay, host);
        Cloner = new JobCloner(stores.Jobs, planner, Poster);
    }

    public JobPoster Poster { get; }

    public JobBatch Batch { get; }

    public JobCloner Cloner { get; }
}
