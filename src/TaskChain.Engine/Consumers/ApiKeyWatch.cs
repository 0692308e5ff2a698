using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Consumers;

/// <summary>
/// Holds the newest known keys. Whoever needs them newer than they are joins the one look at the store that is under way or next; looks are never closer
/// together than <see cref="Pause"/>, however many ask.
/// </summary>
internal sealed class ApiKeyWatch(IApiKeyStore store, ApiKeyUses uses, TimeProvider time, CancellationToken stop)
{
    /// <summary>Shortest time between the starts of two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private volatile ApiKeyRing _ring = ApiKeyRing.Unknown;
    private Task? _look;
    private long _asOf;

    public ApiKeyRing Ring => _ring;

    /// <summary>How long ago the look began that found the keys as they are known.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _asOf));

    /// <summary>Keys as they are now or later.</summary>
    public async ValueTask<ApiKeyRing> NowAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        do await Look().WaitAsync(cancellationToken);
        while (Volatile.Read(ref _asOf) < now);
        return _ring;
    }

    private Task Look()
    {
        lock (_gate)
        {
            return _look is { IsCompleted: false } ? _look : _look = LookAsync();
        }
    }

    private async Task LookAsync()
    {
        if (_ring != ApiKeyRing.Unknown && Pause - Age is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, time, stop);
        var asOf = time.GetTimestamp();
        if (await store.LoadAsync(_ring.Revision, stop) is { } data) _ring = ApiKeyRing.Of(data, uses);
        Volatile.Write(ref _asOf, asOf);
    }
}
