namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>A module version cannot be used in this process.</summary>
internal sealed class ModuleLoadException(string message, Exception? inner = null) : Exception(message, inner);
