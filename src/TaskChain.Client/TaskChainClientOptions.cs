namespace TaskChain.Client;

/// <summary>How a client talks to a service.</summary>
public sealed class TaskChainClientOptions
{
    /// <summary>Name of the environment variable with the address that <see cref="FromEnvironment"/> reads.</summary>
    public const string AddressVariable = "TASKCHAIN_URL";

    /// <summary>Name of the environment variable with the API key that <see cref="FromEnvironment"/> reads; it need not be set.</summary>
    public const string ApiKeyVariable = "TASKCHAIN_API_KEY";

    /// <summary>Where the service listens, for example <c>http://127.0.0.1:8080</c>.</summary>
    public required Uri Address { get; set; }

    /// <summary>API key that the service knows the caller by; null (default) where the service asks for none. Sent with every request.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// How long one request may take, long polls aside (they get <see cref="LongPoll"/> on top). Default 100 s; <see cref="Timeout.InfiniteTimeSpan"/>
    /// means no limit.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long one request waits for the end of a job (<c>Prefer: wait</c>); 1 to 60 whole seconds, default 20 s.</summary>
    public TimeSpan LongPoll { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Pause between two looks at a job when the service does not wait itself. Default 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often a request is sent again when the connection fails; 0 to 10, default 5. Only those are repeated that may be: every GET, and posts of
    /// workflows and jobs, which carry an idempotency key of their own, so that nothing is posted twice.
    /// </summary>
    public int ConnectionRetries { get; set; } = 5;

    /// <summary>Pause before the first repetition; each further one is twice as long. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Sent as <c>User-Agent</c>, so that operators see who calls. Default <c>TaskChain.Client</c>.</summary>
    public string UserAgent { get; set; } = "TaskChain.Client";

    /// <summary>The clock; tests replace it.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Options for the service that the environment names.</summary>
    /// <exception cref="InvalidOperationException">The variable is not set or is no absolute http or https address.</exception>
    public static TaskChainClientOptions FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(AddressVariable);
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            ? new TaskChainClientOptions { Address = address, ApiKey = Environment.GetEnvironmentVariable(ApiKeyVariable) is { Length: > 0 } key ? key : null }
            : throw new InvalidOperationException($"The environment variable '{AddressVariable}' is '{text}'; it must be an address such as 'http://127.0.0.1:8080'.");
    }

    /// <summary>A copy, which changes to this object do not reach.</summary>
    public TaskChainClientOptions Clone() => (TaskChainClientOptions)MemberwiseClone();

    internal void Validate()
    {
        List<string> errors = [];
        if (Address is not { IsAbsoluteUri: true } || Address.Scheme is not ("http" or "https")) errors.Add($"{nameof(Address)} must be an absolute http or https address.");
        if (ApiKey is not null && (ApiKey.Length == 0 || ApiKey.Any(c => c is <= ' ' or > '~'))) errors.Add($"{nameof(ApiKey)} must be visible ASCII characters.");
        if (RequestTimeout <= TimeSpan.Zero && RequestTimeout != Timeout.InfiniteTimeSpan) errors.Add($"{nameof(RequestTimeout)} must be positive or infinite.");
        if (LongPoll < TimeSpan.FromSeconds(1) || LongPoll > TimeSpan.FromSeconds(60)) errors.Add($"{nameof(LongPoll)} must be 1 to 60 seconds.");
        if (PollInterval <= TimeSpan.Zero) errors.Add($"{nameof(PollInterval)} must be positive.");
        if (ConnectionRetries is < 0 or > 10) errors.Add($"{nameof(ConnectionRetries)} must be 0 to 10.");
        if (RetryDelay < TimeSpan.Zero) errors.Add($"{nameof(RetryDelay)} must not be negative.");
        if (errors.Count > 0) throw new ArgumentException($"The client's options are not usable: {string.Join(" ", errors)}");
    }
}
