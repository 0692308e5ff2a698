using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Keys;

namespace TaskChain.Api.Auth;

/// <summary>Routes of API keys.</summary>
internal static class KeyRoutes
{
    /// <summary>Maps them.</summary>
    public static void MapKeys(this IEndpointRouteBuilder routes, KeyEndpoints endpoints)
    {
        routes.MapChange("POST", "/keys", endpoints.PostAsync, new OperationDescription("postKey", "Creates an API key")
        {
            Details = "From the first key on every request needs one ('Authorization: Bearer <key>'), '/ping' and '/healthz' aside, so the first one must " +
                "have the scope 'maintain'. Limits are the consumer's: they hold for all its keys.",
            Request = new BodyDescription(typeof(NewKeyDocument)),
            Answers = [new AnswerDescription(201, "The key, with its text, which is answered this once.", typeof(KeyDocument))],
            Problems = [(400, "The body is no JSON."), (422, "A value is not allowed; 'errors' lists everything.")],
        });
        routes.MapRead("/keys", endpoints.ListAsync, new OperationDescription("listKeys", "Lists API keys without their text, oldest first")
        {
            Answers = [new AnswerDescription(200, "The keys, revoked ones too.", typeof(KeyDocument[]))],
        });
        routes.MapChange("DELETE", "/keys/{uuid}", endpoints.DeleteAsync, new OperationDescription("revokeKey", "Revokes an API key for good")
        {
            Details = "Every node refuses it a second later at the latest. It stays in the list.",
            Answers = [new AnswerDescription(204, "Revoked, now or before.")],
            Problems = [(404, "There is no such key."), (409, "It is the last one with the scope 'maintain'.")],
        });
    }
}
