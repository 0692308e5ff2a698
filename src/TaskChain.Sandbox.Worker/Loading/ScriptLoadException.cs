namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>A compiled body cannot be used in this process.</summary>
internal sealed class ScriptLoadException(string message, Exception? inner = null) : Exception(message, inner);
