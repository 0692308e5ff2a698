using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TaskChain.Client.Tests;

/// <summary>Answers requests from a list, in order, and keeps what was asked.</summary>
internal sealed class FakeService : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<Asked> Requests { get; } = [];

    public FakeService Answer(string json, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
            foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
            return response;
        });
        return this;
    }

    public FakeService Fail(int times = 1)
    {
        for (var i = 0; i < times; i++) _answers.Enqueue(() => throw new HttpRequestException("Connection refused"));
        return this;
    }

    public TaskChainClient Client(Action<TaskChainClientOptions>? change = null)
    {
        var options = new TaskChainClientOptions { Address = new Uri("http://service.test/base"), RetryDelay = TimeSpan.Zero };
        change?.Invoke(options);
        return new TaskChainClient(options, new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new Asked($"{request.Method} {request.RequestUri!.PathAndQuery}", body, request.Headers, request.Content?.Headers.ContentType?.MediaType));
        if (_answers.Count == 0)
        {
            // No answer left: the service hangs until the caller gives up.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var response = _answers.Dequeue()();
        response.RequestMessage = request;
        return response;
    }

    internal sealed record Asked(string Line, string Body, HttpRequestHeaders Headers, string? ContentType)
    {
        public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
    }
}
