using System.ComponentModel.DataAnnotations;

namespace TaskChain.Engine.Webhooks;

/// <summary>Whom webhooks may call, and how often it is tried. Section <c>TaskChain:Webhooks</c>. Nothing here affects jobs.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Origins that may be called, separated by spaces: <c>https://hooks.example.com</c>, with a port where it is not the scheme's own, <c>*.</c> in front
    /// for every host below a domain. Default none: no webhook can be created. Looked at again at each delivery.
    /// </summary>
    public string Allow { get; set; } = "";

    /// <summary>
    /// True allows names of <see cref="Allow"/> to stand for loopback and private addresses. Default false: then only an address that itself stands there
    /// may be one. Link-local, multicast and cloud metadata addresses are never called.
    /// </summary>
    public bool AllowPrivate { get; set; }

    /// <summary>How long one attempt may take, 0.1 to 60 s. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the first failed attempt; each further one is twice as long, a fifth more or less. Default 5 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two attempts. Default 1 h.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Attempts until a delivery is given up, 1 to 100. Default 20, which is half a day.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 20;
}
