using System.Text.Json;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Webhooks;

/// <summary>Writes webhooks and deliveries.</summary>
internal static class WebhookJson
{
    /// <summary>Writes a webhook; its secret only for who has just created it.</summary>
    public static void Write(Utf8JsonWriter writer, StoredWebhook webhook, string? secret)
    {
        var posted = webhook.Posted;
        writer.WriteStartObject();
        writer.WriteString("uuid"u8, posted.Id);
        if (posted.Consumer is not null) writer.WriteString("consumer"u8, posted.Consumer);
        writer.WriteString("url"u8, posted.Url);
        if (posted.Statuses.Count > 0)
        {
            writer.WriteStartArray("executions"u8);
            foreach (var status in posted.Statuses) writer.WriteStringValue(status.ToWord());
            writer.WriteEndArray();
        }

        if ((posted.WorkflowName ?? posted.WorkflowId?.ToString("D")) is { } workflow) writer.WriteString("workflow"u8, workflow);
        writer.WriteString("created_at"u8, webhook.CreatedAt.UtcDateTime);
        if (webhook.DisabledAt is { } disabled) writer.WriteString("disabled_at"u8, disabled.UtcDateTime);
        if (webhook.DisabledReason is not null) writer.WriteString("disabled_reason"u8, webhook.DisabledReason);
        if (secret is not null) writer.WriteString("secret"u8, secret);
        writer.WriteEndObject();
    }

    /// <summary>Writes a delivery.</summary>
    public static void Write(Utf8JsonWriter writer, StoredDelivery delivery)
    {
        writer.WriteStartObject();
        writer.WriteString("uuid"u8, delivery.Id);
        if (delivery.Job is { } job) writer.WriteString("job_uuid"u8, job.Value);
        if (delivery.Status is { } status) writer.WriteString("execution"u8, status.ToWord());
        writer.WriteString("state"u8, delivery.State switch
        {
            DeliveryState.Pending => "pending",
            DeliveryState.Delivered => "delivered",
            _ => "dead",
        });
        writer.WriteNumber("attempts"u8, delivery.Attempts);
        writer.WriteString("created_at"u8, delivery.CreatedAt.UtcDateTime);
        if (delivery.DueAt is { } due && delivery.State == DeliveryState.Pending) writer.WriteString("due_at"u8, due.UtcDateTime);
        if (delivery.AttemptedAt is { } attempted) writer.WriteString("attempted_at"u8, attempted.UtcDateTime);
        if (delivery.LastStatus is { } answered) writer.WriteNumber("last_status"u8, answered);
        if (delivery.LastError is not null) writer.WriteString("last_error"u8, delivery.LastError);
        writer.WriteEndObject();
    }
}
