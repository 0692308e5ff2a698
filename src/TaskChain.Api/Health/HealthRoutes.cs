using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Health;

namespace TaskChain.Api.Health;

/// <summary>Routes of health.</summary>
internal static class HealthRoutes
{
    /// <summary>Maps them.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes, HealthEndpoints endpoints)
    {
        routes.MapRead("/healthz/live", HealthEndpoints.LiveAsync, new OperationDescription("getLiveness", "Tells that the process answers")
        {
            Answers = [new AnswerDescription(200, "It does.")],
        });
        routes.MapRead("/healthz/ready", endpoints.ReadyAsync, new OperationDescription("getReadiness", "Tells whether the service can take work")
        {
            Answers =
            [
                new AnswerDescription(200, "It can.", typeof(ReadinessDocument)),
                new AnswerDescription(503, "It cannot; the checks say why.", typeof(ReadinessDocument)),
            ],
        });
    }
}
