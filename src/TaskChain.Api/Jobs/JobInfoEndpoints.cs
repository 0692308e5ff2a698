using System.Buffers;
using System.Text.Json;
using TaskChain.Api.Http;
using TaskChain.Api.Options;
using TaskChain.Api.Problems;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary>What jobs say: <c>/jobs/{uuid}/info</c> and <c>/jobs/{uuid}/output</c>.</summary>
internal sealed class JobInfoEndpoints(JobService jobs, TaskChainOptions options)
{
    /// <summary>GET /jobs/{uuid}/info.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var info = RouteIds.TryUuid(context, out var id) ? await jobs.ReadOutputAsync(id, JobOutputKind.Info, context.RequestAborted) : null;
        if (info is null)
        {
            await ProblemAnswers.NotFoundAsync(context, "Job does not exist. Cannot get info.");
            return;
        }

        Conventions.About(context, id);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, info, static (writer, list) =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < list.Count; i++) writer.WriteRawValue(list[i].Json.Span, skipInputValidation: true);
            writer.WriteEndArray();
        });
    }

    /// <summary>POST /jobs/{uuid}/info: the body's members, but for <c>uuid</c>, become one element.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var body = await RequestParameters.ReadAsync(context, options.Limits.RequestBytes);
        if (Element(body) is not { } element)
        {
            await ProblemAnswers.WriteAsync(
                context, StatusCodes.Status422UnprocessableEntity, ProblemCodes.InvalidValue, "The info to append must be a JSON object.");
            return;
        }

        if (!RouteIds.TryUuid(context, out var id) || !await jobs.AppendInfoAsync(id, element, context.RequestAborted))
        {
            await ProblemAnswers.NotFoundAsync(context, "Job does not exist. Cannot Update.");
            return;
        }

        Conventions.About(context, id);
        Answers.Empty(context, StatusCodes.Status200OK);
    }

    /// <summary>GET /jobs/{uuid}/output.</summary>
    public async Task GetOutputAsync(HttpContext context)
    {
        var job = RouteIds.TryUuid(context, out var id) ? await jobs.FindAsync(id, context.RequestAborted) : null;
        var output = job is null ? null : await jobs.ReadOutputAsync(id, kind: null, context.RequestAborted);
        if (job is null || output is null)
        {
            await JobAnswers.NotFoundAsync(context);
            return;
        }

        Conventions.About(context, id);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, (job, output), static (writer, state) =>
            JobOutputJson.Write(writer, state.job, state.output));
    }

    private static RawJson? Element(RawJson body)
    {
        using var document = JsonDocument.Parse(body.Utf8);
        if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
        if (!document.RootElement.TryGetProperty("uuid"u8, out _)) return body;
        var buffer = new ArrayBufferWriter<byte>(body.Utf8.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name != "uuid") member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }
}
