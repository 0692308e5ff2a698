using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Webhooks;

namespace TaskChain.Api.Webhooks;

/// <summary>
/// Posts deliveries without helping anybody into the operator's network: only to allowed origins, only to addresses that the policy admits, which are looked
/// up once and then connected to, without redirects, proxies and cookies. What the receiver says but its status is thrown away.
/// </summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;
    private static readonly HttpRequestOptionsKey<bool> MayBePrivate = new("taskchain.private");

    private readonly WebhookOptions _options;
    private readonly AllowedOrigins _origins;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _http;

    /// <param name="options">Validated options.</param>
    /// <param name="resolve">Looks names up; tests replace it.</param>
    public WebhookSender(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _options = options;
        _origins = AllowedOrigins.Parse(options.Allow, []);
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseDrainSize = MaxAnswerBytes,
            MaxResponseHeadersLength = MaxAnswerBytes / 1024,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // limited per attempt
        };
    }

    /// <inheritdoc/>
    public string? Refusal(Uri url)
    {
        if (url.UserInfo.Length > 0) return "'url' has a user name in it. Deliveries are signed; receivers need no password.";
        if (url.Fragment.Length > 0) return "'url' has a fragment ('#'), which no receiver is sent.";
        var (isAllowed, namesAddress) = _origins.Find(url);
        var origin = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if (!isAllowed) return $"'url' leads to '{origin}', which is none of the origins that the operator allows ('TaskChain:Webhooks:Allow').";
        return IPAddress.TryParse(url.IdnHost, out var address) && !AddressPolicy.Admits(address, namesAddress || _options.AllowPrivate)
            ? $"'url' leads to the address '{address}', which webhooks may not call."
            : null;
    }

    /// <inheritdoc/>
    public async Task<WebhookAnswer> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        if (Refusal(message.Url) is { } refusal) return new WebhookAnswer(null, refusal);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        using var request = Request(message);
        request.Options.Set(MayBePrivate, _options.AllowPrivate || _origins.Find(message.Url).NamesAddress);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new WebhookAnswer((int)response.StatusCode, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(null, string.Create(CultureInfo.InvariantCulture, $"No answer within {_options.Timeout.TotalSeconds} s."));
        }
        catch (HttpRequestException exception)
        {
            return new WebhookAnswer(null, Describe(exception));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(WebhookMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url)
        {
            Content = new ReadOnlyMemoryContent(message.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", message.Timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", message.Signature);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("TaskChain", "1"));
        return request;
    }

    // The address that was looked at is the one that is connected to: a name that changes in between gains nothing.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        IPAddress[] found = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await _resolve(target.Host, cancellationToken);
        var mayBePrivate = context.InitialRequestMessage.Options.TryGetValue(MayBePrivate, out var allowed) && allowed;
        var admitted = found.Where(address => AddressPolicy.Admits(address, mayBePrivate)).ToArray();
        if (admitted.Length == 0) throw new AddressRefusedException($"'{target.Host}' has no address that webhooks may call.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(admitted, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // For the webhook's owner, who may be anybody: what kind of failure it was, and nothing of the network behind.
    private static string Describe(HttpRequestException exception) => exception.InnerException is AddressRefusedException refused
        ? refused.Message
        : exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The host name could not be looked up.",
            HttpRequestError.ConnectionError => "The connection could not be made.",
            HttpRequestError.SecureConnectionError => "TLS could not be agreed on.",
            _ => "The receiver broke off, or did not answer with HTTP.",
        };

    private sealed class AddressRefusedException(string message) : IOException(message);
}
