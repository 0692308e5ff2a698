using System.Runtime.InteropServices;
using System.Text.Json;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Workflows;

/// <summary>Writes workflows as they were posted, members in posted order, followed by what the service knows about them.</summary>
internal static class WorkflowJson
{
    /// <summary>Writes one workflow.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="workflow">The workflow.</param>
    /// <param name="warnings">What its author should know, or null to leave the member out.</param>
    /// <param name="isPaused">True when nothing of its jobs is started.</param>
    public static void Write(Utf8JsonWriter writer, StoredWorkflow workflow, IReadOnlyList<ProblemItem>? warnings = null, bool isPaused = false)
    {
        writer.WriteStartObject();
        using (var document = JsonDocument.Parse(workflow.Document))
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!IsOurs(member.Name)) WriteVerbatim(writer, member);
            }
        }

        writer.WriteString("created_at"u8, workflow.CreatedAt.UtcDateTime);
        if (isPaused) writer.WriteBoolean("paused"u8, true);
        if (warnings is not null) WriteWarnings(writer, warnings);
        if (!workflow.Check.IsEmpty)
        {
            writer.WritePropertyName("check"u8);
            writer.WriteRawValue(workflow.Check.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static bool IsOurs(string name) => name is "created_at" or "paused" or "warnings" or "check";

    private static void WriteVerbatim(Utf8JsonWriter writer, JsonProperty member)
    {
        writer.WritePropertyName(member.Name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
    }

    private static void WriteWarnings(Utf8JsonWriter writer, IReadOnlyList<ProblemItem> warnings)
    {
        writer.WriteStartArray("warnings"u8);
        foreach (var warning in warnings) ProblemAnswers.WriteItem(writer, warning);
        writer.WriteEndArray();
    }
}
