using System.Text.Json.Nodes;

namespace TaskChain.Api.Tests.Support;

/// <summary>One event as it went over the wire.</summary>
internal sealed record StreamEvent(string? Id, string Name, string Data)
{
    public JsonNode Json => JsonNode.Parse(Data)!;
}

/// <summary>Reads a stream of events line by line.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, StreamReader lines) => (Response, _lines) = (response, lines);

    public HttpResponseMessage Response { get; }

    public static async Task<EventReader> OpenAsync(HttpResponseMessage response) =>
        new(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));

    /// <summary>The next event; null at the stream's end.</summary>
    public async Task<StreamEvent?> NextAsync()
    {
        string? id = null;
        var name = "";
        var data = new List<string>();
        while (await _lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Length == 0) return new StreamEvent(id, name, string.Join('\n', data));
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var value = line[(colon + 2)..];
            switch (line[..colon])
            {
                case "id":
                    id = value;
                    break;
                case "event":
                    name = value;
                    break;
                default:
                    data.Add(value);
                    break;
            }
        }

        return null;
    }

    /// <summary>All events up to the stream's end.</summary>
    public async Task<IReadOnlyList<StreamEvent>> AllAsync()
    {
        var events = new List<StreamEvent>();
        while (await NextAsync() is { } happened) events.Add(happened);
        return events;
    }

    /// <summary>Skips to the next event of that name.</summary>
    public async Task<StreamEvent> UntilAsync(string name)
    {
        while (await NextAsync() is { } happened)
        {
            if (happened.Name == name) return happened;
        }

        throw new InvalidOperationException($"The stream ended without '{name}'.");
    }

    public void Dispose()
    {
        _lines.Dispose();
        Response.Dispose();
    }
}
