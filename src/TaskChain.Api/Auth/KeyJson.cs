using System.Text.Json;
using TaskChain.Engine.Ports;

namespace TaskChain.Api.Auth;

/// <summary>Writes API keys.</summary>
internal static class KeyJson
{
    /// <summary>Writes one key; its text only for who has just created it.</summary>
    public static void Write(Utf8JsonWriter writer, StoredApiKey key, ConsumerLimits limits, string? text)
    {
        writer.WriteStartObject();
        writer.WriteString("uuid"u8, key.Posted.Id);
        writer.WriteString("consumer"u8, key.Posted.Consumer);
        writer.WriteStartArray("scopes"u8);
        foreach (var word in KeyScopeWords.Of(key.Posted.Scopes)) writer.WriteStringValue(word);
        writer.WriteEndArray();
        if (limits != ConsumerLimits.None) WriteLimits(writer, limits);
        writer.WriteString("created_at"u8, key.CreatedAt.UtcDateTime);
        if (key.RevokedAt is { } revoked) writer.WriteString("revoked_at"u8, revoked.UtcDateTime);
        if (key.LastUsedAt is { } used) writer.WriteString("last_used_at"u8, used.UtcDateTime);
        if (text is not null) writer.WriteString("key"u8, text);
        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, ConsumerLimits limits)
    {
        writer.WriteStartObject("limits"u8);
        if (limits.JobsPerSecond is { } rate) writer.WriteNumber("jobs_per_second"u8, rate);
        if (limits.Burst is { } burst) writer.WriteNumber("burst"u8, burst);
        if (limits.MaxLiveJobs is { } live) writer.WriteNumber("max_live_jobs"u8, live);
        if (limits.MaxRequestBytes is { } bytes) writer.WriteNumber("max_request_bytes"u8, bytes);
        writer.WriteEndObject();
    }
}
