using System.Collections.Concurrent;
using System.Net;

namespace TaskChain.Api.Tests.Support;

/// <summary>A little HTTP server that bodies call, so that a test sees what ran, how often, and can hold a body up.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new(StringComparer.Ordinal);
    private readonly Task _loop;

    public Recorder()
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = Random.Shared.Next(20_000, 60_000);
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                _listener.Start();
                Url = $"http://127.0.0.1:{port}";
                break;
            }
            catch (HttpListenerException) when (attempt < 50)
            {
                // taken; the next one
            }
        }

        _loop = Task.Run(LoopAsync);
    }

    public string Url { get; }

    /// <summary>Paths in the order in which they were called.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public int Count(string path) => _calls.Count(call => call == path);

    /// <summary>Calls of that path are answered only after <see cref="Open"/>.</summary>
    public void Hold(string path) => _gates[path] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open(string path)
    {
        if (_gates.TryRemove(path, out var gate)) gate.TrySetResult();
    }

    /// <summary>Completes when that path is called for the first time.</summary>
    public Task SeenAsync(string path) => Seen(path).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        foreach (var path in _gates.Keys) Open(path);
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private TaskCompletionSource Seen(string path) =>
        _seen.GetOrAdd(path, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task LoopAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // stopped
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        _calls.Enqueue(path);
        Seen(path).TrySetResult();
        if (_gates.TryGetValue(path, out var gate)) await gate.Task;
        try
        {
            context.Response.ContentType = "application/json";
            context.Response.OutputStream.Write("{}"u8);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The caller was killed while it waited: that is what some tests are about.
        }
    }
}
