using TaskChain.Engine.Execution;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Services;

/// <summary>The ways to post jobs.</summary>
internal sealed class JobSubmitter
{
    public JobSubmitter(IJobStore jobs, JobPlanner planner, WorkflowLibrary workflows, RunnerHost host)
    {
        var replay = new JobReplay(jobs, workflows);
        Poster = new JobPoster(jobs, planner, replay, host);
        Cloner = new JobCloner(jobs, planner, Poster);
    }

    public JobPoster Poster { get; }

    public JobCloner Cloner { get; }
}
