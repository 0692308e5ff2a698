using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Webhooks;

namespace TaskChain.Api.Webhooks;

/// <summary>Routes of webhooks.</summary>
internal static class WebhookRoutes
{
    /// <summary>Maps them.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder routes, WebhookEndpoints endpoints)
    {
        routes.MapChange("POST", "/webhooks", endpoints.PostAsync, new OperationDescription("postWebhook", "Creates a webhook: whom to tell when a job ends")
        {
            Details = "The job is posted as 'GET /jobs/{uuid}' answers it, with the headers 'webhook-id', 'webhook-timestamp' and 'webhook-signature' of " +
                "Standard Webhooks. Deliveries are stored in the commit that ends the job and made at least once: 'webhook-id' is the same at every attempt. " +
                "Other answers than 2xx are tried again for half a day, 410 disables the webhook. A consumer is told of its own jobs.",
            Request = new BodyDescription(typeof(NewWebhookDocument)),
            Answers = [new AnswerDescription(201, "The webhook, with its secret, which is answered this once.", typeof(WebhookDocument))],
            Problems =
            [
                (400, "The body is no JSON."), (409, "The consumer has as many webhooks as it may have."),
                (422, "The address is not allowed, or another value is not; 'errors' lists everything."),
            ],
        });
        routes.MapRead("/webhooks", endpoints.ListAsync, new OperationDescription("listWebhooks", "Lists the consumer's webhooks, oldest first")
        {
            Details = "A key with the scope 'maintain' sees those of all consumers.",
            Answers = [new AnswerDescription(200, "The webhooks, without their secrets.", typeof(WebhookDocument[]))],
        });
        routes.MapChange("DELETE", "/webhooks/{uuid}", endpoints.DeleteAsync, new OperationDescription("deleteWebhook", "Removes a webhook with its deliveries")
        {
            Answers = [new AnswerDescription(204, "Removed.")],
            Problems = [(404, "There is no such webhook.")],
        });
        routes.MapRead("/webhooks/{uuid}/deliveries", endpoints.DeliveriesAsync, new OperationDescription(
            "listWebhookDeliveries", "Lists a webhook's newest deliveries, newest first")
        {
            Details = "At most 100. Those that have ended are kept for a week.",
            Answers = [new AnswerDescription(200, "The deliveries.", typeof(DeliveryDocument[]))],
            Problems = [(404, "There is no such webhook.")],
        });
        routes.MapChange("POST", "/webhooks/{uuid}/test", endpoints.TestAsync, new OperationDescription("testWebhook", "Delivers something that is no job's end")
        {
            Details = "The body has 'test': true.",
            Answers = [new AnswerDescription(202, "Stored, and attempted at once.", typeof(DeliveryReceipt))],
            Problems = [(404, "There is no such webhook, or it is disabled.")],
        });
    }
}
