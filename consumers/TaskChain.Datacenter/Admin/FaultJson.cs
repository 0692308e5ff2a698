using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Admin;

/// <summary>Faults as callers send them.</summary>
internal static class FaultJson
{
    /// <summary>Reads a fault.</summary>
    /// <exception cref="BadHttpRequestException">It has no path, or a member of the wrong kind.</exception>
    public static Fault Read(JsonObject json)
    {
        try
        {
            return new Fault(json.Text("path") ?? throw new BadHttpRequestException("A fault needs a 'path'."))
            {
                Method = json.Text("method"),
                Contains = json.Text("contains"),
                Times = json["times"]?.GetValue<int>() ?? 1,
                Status = json["status"]?.GetValue<int>(),
                DelaySeconds = json["delay_seconds"]?.GetValue<double>() ?? 0,
                LoseAnswer = json["lose_answer"]?.GetValue<bool>() ?? false,
                TaskSeconds = json["task_seconds"]?.GetValue<double>(),
                TaskError = json.Text("task_error"),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new BadHttpRequestException("A fault's 'times', 'status', 'delay_seconds' and 'task_seconds' are numbers, 'lose_answer' is true or false.", e);
        }
    }
}
