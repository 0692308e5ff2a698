using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TaskChain.Sandbox.Protocol;

/// <summary>Frames by which a worker learns what many runs share; runs then name it by number.</summary>
public static class WorkerKnowledge
{
    /// <summary>Writes a <see cref="FrameKind.Script"/> frame.</summary>
    /// <returns>False when it is too large.</returns>
    public static bool WriteScript(FrameBuffer buffer, int number, string hash, ReadOnlyMemory<byte> assembly)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Begin(FrameKind.Script);
        buffer.WriteNumber(number);
        buffer.WriteText(hash);
        buffer.WriteBytes(assembly.Span);
        return buffer.End();
    }

    /// <summary>Writes a <see cref="FrameKind.Modules"/> frame.</summary>
    /// <returns>False when it is too large.</returns>
    public static bool WriteModules(FrameBuffer buffer, int number, ModuleSet modules) =>
        WriteJson(buffer, FrameKind.Modules, number, modules, ProtocolJson.Default.ModuleSet);

    /// <summary>Writes a <see cref="FrameKind.Variables"/> frame.</summary>
    /// <returns>False when it is too large.</returns>
    public static bool WriteVariables(FrameBuffer buffer, int number, ScriptVariables variables) =>
        WriteJson(buffer, FrameKind.Variables, number, variables, ProtocolJson.Default.ScriptVariables);

    private static bool WriteJson<T>(FrameBuffer buffer, FrameKind kind, int number, T value, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Begin(kind);
        buffer.WriteNumber(number);
        buffer.WriteBytes(JsonSerializer.SerializeToUtf8Bytes(value, type));
        return buffer.End();
    }
}
