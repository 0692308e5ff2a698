namespace TaskChain.Sandbox.Tests.Support;

/// <summary>Keeps what a body says, and signals the first word.</summary>
internal sealed class Recorder : ITaskRunObserver
{
    private readonly TaskCompletionSource _spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _words = [];

    public int ProcessId { get; private set; }

    public Task Spoken => _spoken.Task.WaitAsync(Bodies.Patience);

    public IReadOnlyList<string> Words
    {
        get
        {
            lock (_words) return [.. _words];
        }
    }

    public void OnStarted(int workerProcessId) => ProcessId = workerProcessId;

    public void OnInfo(ReadOnlyMemory<byte> json) => Add($"info {json.Text()}");

    public void OnLog(ScriptLogLevel level, string message) => Add($"{level} {message}");

    public void OnProgress(double fraction) => Add(FormattableString.Invariant($"progress {fraction}"));

    private void Add(string word)
    {
        lock (_words) _words.Add(word);
        _spoken.TrySetResult();
    }
}
