using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Wfapi;

/// <summary>The jobs that VMAPI itself has posted, as its workflow service shows them.</summary>
internal static class JobEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static RouteGroupBuilder MapJobs(this RouteGroupBuilder group, World world)
    {
        group.MapGet("/jobs/{uuid}", (string uuid) =>
        {
            lock (world.Gate)
            {
                if (world.Tasks.Find(uuid) is not { } task) return Answer.NotFound("Job", uuid);
                var execution = task.Text("status") switch { "complete" => "succeeded", "failure" => "failed", _ => "running" };
                return Answer.Json(new JsonObject { ["uuid"] = uuid, ["execution"] = execution });
            }
        });
        return group;
    }
}
