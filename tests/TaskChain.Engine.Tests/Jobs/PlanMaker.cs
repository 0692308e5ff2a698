using System.Text;
using TaskChain.Contracts;
using TaskChain.Engine.Plans;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Tests.Jobs;

internal static class PlanMaker
{
    public static Plan Plan(string chain, string more = "")
    {
        var problems = new ProblemList();
        var read = WorkflowReader.Read(new RawJson(Encoding.UTF8.GetBytes($$"""{"name":"w","chain":{{chain}}{{more}}}""")), true, problems);
        Assert.Empty(problems.Problems);
        return Engine.Plans.Plan.Of(read.Definition!);
    }
}
