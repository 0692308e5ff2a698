using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TaskChain.Client;
using TaskChain.Contracts;

namespace TaskChain.Cli;

/// <summary>One run of one command: the service, and where to write what in which form.</summary>
internal sealed class Session : IDisposable
{
    private const string TokenVariable = "TASKCHAIN_TOKEN";
    private const string DefaultUrl = "http://127.0.0.1:8080";

    private Session(TaskChainClient client, ParseResult parsed)
    {
        Client = client;
        IsJson = parsed.GetValue(GlobalOptions.Format) == "json";
        Out = parsed.InvocationConfiguration.Output;
        Error = parsed.InvocationConfiguration.Error;
    }

    public TaskChainClient Client { get; }

    public bool IsJson { get; }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>A session as the command line and the environment say.</summary>
    /// <exception cref="UsageException">They name no address.</exception>
    public static Session Open(ParseResult parsed)
    {
        var url = parsed.GetValue(GlobalOptions.Url) ?? Variable(TaskChainClientOptions.AddressVariable) ?? DefaultUrl;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"The service's address is '{url}'. It must be like '{DefaultUrl}'.");
        }

        var options = new TaskChainClientOptions
        {
            Address = address,
            ApiKey = Variable(TokenVariable) ?? Variable(TaskChainClientOptions.ApiKeyVariable),
            UserAgent = "taskchain",
        };
        try
        {
            return new Session(new TaskChainClient(options), parsed);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Writes an answer: as it came, or as text.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="type">Its type.</param>
    /// <param name="text">Writes it for people.</param>
    public void Write<T>(RawJson answer, JsonTypeInfo<T> type, Action<TextWriter, T> text)
    {
        if (IsJson) Out.WriteLine(answer.ToString());
        else text(Out, Read(answer, type));
    }

    /// <summary>Reads an answer.</summary>
    public static T Read<T>(RawJson answer, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(answer.Utf8.Span, type) ?? throw new JsonException("The service's answer is null.");

    public void Dispose() => Client.Dispose();

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;
}
