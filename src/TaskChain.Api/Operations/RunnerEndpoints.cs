using System.Text.Json;
using TaskChain.Api.Http;
using TaskChain.Api.OpenApi;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Operations;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Operations;

/// <summary><c>/runners</c>: the nodes that run jobs.</summary>
internal sealed class RunnerEndpoints(RunnerService runners)
{
    /// <summary>Maps them.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/runners", ListAsync, new OperationDescription("listRunners", "Lists the runners, those that joined last first")
        {
            Details = "A node that starts again, or was given up and joins anew, is a new runner.",
            Answers = [new AnswerDescription(200, "The runners.", typeof(RunnerDocument[]))],
        });
        MapIdle(routes, "idle", "idleRunner", "Tells a runner to claim nothing more", context => SetAsync(context, idle: true));
        MapIdle(routes, "wake", "wakeRunner", "Tells a runner to claim again", context => SetAsync(context, idle: false));
    }

    private static void MapIdle(IEndpointRouteBuilder routes, string word, string id, string summary, RequestDelegate handler) =>
        routes.MapChange("POST", $"/runners/{{uuid}}/{word}", handler, new OperationDescription(id, summary)
        {
            Details = "What it runs goes on. Holds until its node stops.",
            Answers = [new AnswerDescription(204, "It has been told.")],
            Problems = [(404, "There is no such runner.")],
        });

    private async Task ListAsync(HttpContext context) => await JsonAnswers.WriteAsync(
        context, StatusCodes.Status200OK, await runners.ListAsync(context.RequestAborted), static (writer, list) =>
        {
            writer.WriteStartArray();
            foreach (var runner in list) Write(writer, runner);
            writer.WriteEndArray();
        });

    private async Task SetAsync(HttpContext context, bool idle)
    {
        if (RouteIds.TryUuid(context, out var id) && await runners.SetIdleAsync(id, idle, context.RequestAborted))
        {
            Answers.Empty(context, StatusCodes.Status204NoContent);
            return;
        }

        await ProblemAnswers.NotFoundAsync(context, $"Runner with uuid '{RouteIds.Text(context, "uuid")}' does not exist");
    }

    private static void Write(Utf8JsonWriter writer, RunnerInfo runner)
    {
        writer.WriteStartObject();
        writer.WriteString("uuid"u8, runner.Id.Value);
        writer.WriteString("host"u8, runner.Host);
        writer.WriteNumber("pid"u8, runner.ProcessId);
        writer.WriteString("joined_at"u8, runner.JoinedAt.UtcDateTime);
        writer.WriteString("active_at"u8, runner.ActiveAt.UtcDateTime);
        writer.WriteBoolean("active"u8, runner.IsActive);
        writer.WriteBoolean("idle"u8, runner.IsIdle);
        writer.WriteNumber("running_jobs"u8, runner.RunningJobs);
        writer.WriteEndObject();
    }
}
