namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>A value is larger than may leave the worker.</summary>
internal sealed class ValueTooLargeException(string message) : Exception(message);

/// <summary>A value has no JSON form.</summary>
internal sealed class ValueNotSerializableException(string message, Exception? inner) : Exception(message, inner);
