using TaskChain.Api.Http;
using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Operations;

namespace TaskChain.Api.Operations;

/// <summary><c>/ping</c>: node-workflow's clients ask it every few seconds. It is always answered with 200; the body says how the database is.</summary>
/// <param name="backend">Asks the database.</param>
/// <param name="time">The clock.</param>
internal sealed class PingEndpoint(IBackend backend, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Maps it; it alone has no HEAD.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapChange("GET", "/ping", GetAsync, new OperationDescription("ping", "Says that the service is there, and whether its database is")
        {
            Answers = [new AnswerDescription(200, "Always.", typeof(PingDocument))],
        });

    private async Task GetAsync(HttpContext context) => await JsonAnswers.WriteAsync(
        context, StatusCodes.Status200OK, await IsUpAsync(context.RequestAborted), static (writer, isUp) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid"u8, Environment.ProcessId);
            writer.WriteString("backend"u8, isUp ? "up"u8 : "down"u8);

            // Whoever asks needs no key, so no particulars: the log has them.
            if (!isUp) writer.WriteString("backend_error"u8, "The database does not answer."u8);
            writer.WriteEndObject();
        });

    private async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await backend.AnswersAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
