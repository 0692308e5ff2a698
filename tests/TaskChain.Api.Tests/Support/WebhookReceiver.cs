using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace TaskChain.Api.Tests.Support;

/// <summary>An attempt as it arrived.</summary>
internal sealed record Delivered(string Path, string Id, string Timestamp, string Signature, string? ContentType, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!; // every delivery has a body

    /// <summary>Checks the signature as a receiver would, with nothing of the service's own code.</summary>
    public bool IsSignedWith(string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var signed = Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.").Concat(Body).ToArray();
        return Signature == "v1," + Convert.ToBase64String(hmac.ComputeHash(signed));
    }
}

/// <summary>
/// Receives webhooks. What it answers is in the path: <c>/ok/x</c>, <c>/410/x</c>, <c>/fail-2/x</c> (twice 500, then 200), <c>/hold/x</c> (only when
/// opened), <c>/redirect/x</c>, <c>/flood/x</c> (a body without end).
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Channel<Delivered>> _arrived = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;

    public WebhookReceiver()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Origin = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Origin + "/");
        _listener.Start();
        _loop = Task.Run(LoopAsync);
    }

    public string Origin { get; }

    public int Count(string path) => _counts.GetValueOrDefault(path);

    /// <summary>The next attempt at that path.</summary>
    public async Task<Delivered> NextAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Arrived(path).Reader.ReadAsync(patience.Token);
    }

    /// <summary>Answers what is held with 200, now and from now on.</summary>
    public void Open() => _open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private Channel<Delivered> Arrived(string path) => _arrived.GetOrAdd(path, static _ => Channel.CreateUnbounded<Delivered>());

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
        var request = context.Request;
        var path = request.Url!.AbsolutePath; // a request always has one
        var count = _counts.AddOrUpdate(path, 1, static (_, before) => before + 1);
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        Arrived(path).Writer.TryWrite(new Delivered(
            path, request.Headers["webhook-id"] ?? "", request.Headers["webhook-timestamp"] ?? "", request.Headers["webhook-signature"] ?? "",
            request.ContentType, body.ToArray()));
        try
        {
            await AnswerAsync(context.Response, path.Split('/')[1], count);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The sender has gone: that is what some tests are about.
        }
    }

    private async Task AnswerAsync(HttpListenerResponse response, string what, int count)
    {
        if (what == "hold") await _open.Task;
        if (what == "flood")
        {
            var piece = new byte[64 * 1024];
            while (true) await response.OutputStream.WriteAsync(piece);
        }

        response.StatusCode = what switch
        {
            "redirect" => 302,
            _ when what.StartsWith("fail-", StringComparison.Ordinal) => count <= int.Parse(what["fail-".Length..], CultureInfo.InvariantCulture) ? 500 : 200,
            _ => int.TryParse(what, CultureInfo.InvariantCulture, out var status) ? status : 200,
        };
        if (what == "redirect") response.RedirectLocation = Origin + "/ok/redirected";
        response.Close();
    }
}
