using System.Globalization;
using TaskChain.Api.Auth;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Webhooks;

namespace TaskChain.Api.Webhooks;

/// <summary><c>/webhooks</c>.</summary>
internal sealed class WebhookEndpoints(WebhookService webhooks, TaskChainOptions options)
{
    /// <summary>POST /webhooks: the only answer that has a webhook's secret.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestBody.ReadJsonAsync(context, options.Limits.RequestBytes);
        switch (await webhooks.CreateAsync(new RawJson(body), Caller.ConsumerOf(context), context.RequestAborted))
        {
            case WebhookCreation.Created created:
                context.Response.Headers.CacheControl = "no-store";
                await JsonAnswers.WriteAsync(context, StatusCodes.Status201Created, created, static (writer, answer) =>
                    WebhookJson.Write(writer, answer.Webhook, answer.Secret));
                break;
            case WebhookCreation.Invalid invalid:
                await SubmissionProblems.WriteAsync(context, invalid.Problems);
                break;
            case WebhookCreation.TooMany too:
                await ProblemAnswers.WriteAsync(
                    context, StatusCodes.Status409Conflict, ProblemCodes.ConflictError,
                    string.Create(CultureInfo.InvariantCulture, $"The consumer has {too.Max} webhooks, which is as many as it may have. Delete one first."));
                break;
        }
    }

    /// <summary>GET /webhooks.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var found = await webhooks.ListAsync(Viewer(context), context.RequestAborted);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, found, static (writer, list) =>
        {
            writer.WriteStartArray();
            foreach (var webhook in list) WebhookJson.Write(writer, webhook, secret: null);
            writer.WriteEndArray();
        });
    }

    /// <summary>DELETE /webhooks/{uuid}.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        if (RouteIds.TryUuid(context, out var id) && await webhooks.DeleteAsync(id, Viewer(context), context.RequestAborted))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await NotFoundAsync(context);
    }

    /// <summary>GET /webhooks/{uuid}/deliveries.</summary>
    public async Task DeliveriesAsync(HttpContext context)
    {
        var found = RouteIds.TryUuid(context, out var id) ? await webhooks.ListDeliveriesAsync(id, Viewer(context), context.RequestAborted) : null;
        if (found is null)
        {
            await NotFoundAsync(context);
            return;
        }

        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, found, static (writer, list) =>
        {
            writer.WriteStartArray();
            foreach (var delivery in list) WebhookJson.Write(writer, delivery);
            writer.WriteEndArray();
        });
    }

    /// <summary>POST /webhooks/{uuid}/test.</summary>
    public async Task TestAsync(HttpContext context)
    {
        var delivery = RouteIds.TryUuid(context, out var id) ? await webhooks.TestAsync(id, Viewer(context), context.RequestAborted) : null;
        if (delivery is not { } made)
        {
            await NotFoundAsync(context);
            return;
        }

        await JsonAnswers.WriteAsync(context, StatusCodes.Status202Accepted, made, static (writer, uuid) =>
        {
            writer.WriteStartObject();
            writer.WriteString("uuid"u8, uuid);
            writer.WriteEndObject();
        });
    }

    // A key that may maintain sees the webhooks of all consumers; so does a caller without a key, who may do everything.
    private static WebhookViewer Viewer(HttpContext context) =>
        Caller.KeyOf(context) is { } key ? new WebhookViewer(key.Consumer, key.Scopes.HasFlag(KeyScopes.Maintain)) : new WebhookViewer(null, SeesAll: true);

    private static Task NotFoundAsync(HttpContext context) =>
        ProblemAnswers.NotFoundAsync(context, $"Webhook with uuid '{RouteIds.Text(context, "uuid")}' does not exist, or is disabled");
}
