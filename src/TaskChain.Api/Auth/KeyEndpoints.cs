using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Consumers;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Auth;

/// <summary><c>/keys</c>.</summary>
internal sealed class KeyEndpoints(ApiKeyService keys, TaskChainOptions options)
{
    /// <summary>POST /keys: the only answer that has a key's text.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestBody.ReadJsonAsync(context, options.Limits.RequestBytes);
        switch (await keys.CreateAsync(new RawJson(body), context.RequestAborted))
        {
            case ApiKeyCreation.Created created:
                context.Response.Headers.CacheControl = "no-store";
                await JsonAnswers.WriteAsync(context, StatusCodes.Status201Created, created, static (writer, answer) =>
                    KeyJson.Write(writer, answer.Key, answer.Limits, answer.Text));
                break;
            case ApiKeyCreation.Invalid invalid:
                await SubmissionProblems.WriteAsync(context, invalid.Problems);
                break;
        }
    }

    /// <summary>GET /keys.</summary>
    public async Task ListAsync(HttpContext context)
    {
        var data = await keys.ListAsync(context.RequestAborted);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, data, static (writer, found) =>
        {
            writer.WriteStartArray();
            foreach (var key in found.Keys) KeyJson.Write(writer, key, found.Limits.GetValueOrDefault(key.Posted.Consumer, ConsumerLimits.None), text: null);
            writer.WriteEndArray();
        });
    }

    /// <summary>DELETE /keys/{uuid}.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        var outcome = RouteIds.TryUuid(context, out var id) ? await keys.RevokeAsync(id, context.RequestAborted) : RevokeApiKeyOutcome.NotFound;
        switch (outcome)
        {
            case RevokeApiKeyOutcome.Revoked:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case RevokeApiKeyOutcome.NotFound:
                await ProblemAnswers.NotFoundAsync(context, $"API key with uuid '{RouteIds.Text(context, "uuid")}' does not exist");
                break;
            case RevokeApiKeyOutcome.LastMaintainer:
                await ProblemAnswers.WriteAsync(
                    context, StatusCodes.Status409Conflict, ProblemCodes.ConflictError,
                    $"API key '{id}' is the last one with the scope 'maintain'. Create another with that scope first: without one nobody could.");
                break;
        }
    }
}
