using Microsoft.Extensions.Logging;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Consumers;

/// <summary>
/// Who calls. Good keys are known without asking the store; a revoked one is refused on every node a second later at the latest. Keys that are not known
/// wait for the next look at the store, so that a key is good at once everywhere and a flood of bad ones costs the store ten looks a second.
/// </summary>
public sealed partial class ApiKeyService : IAsyncDisposable
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(30);

    private readonly IApiKeyStore _store;
    private readonly ApiKeyUses _uses = new();
    private readonly ApiKeyWatch _watch;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeyService> _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Nothing is known before <see cref="StartAsync"/>.</summary>
    public ApiKeyService(IApiKeyStore store, TimeProvider time, ILogger<ApiKeyService> log)
    {
        (_store, _time, _log) = (store, time, log);
        _watch = new ApiKeyWatch(store, _uses, time, _stop.Token);
    }

    /// <summary>True when there are keys, revoked ones included: then nobody is served without one, unless the operator allows it.</summary>
    public bool HasKeys => _watch.Ring.HasKeys;

    /// <summary>Reads the keys and goes on looking at them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _watch.NowAsync(cancellationToken);
        _loops = Task.WhenAll(PollAsync(), FlushAsync());
    }

    /// <summary>The good key with that text, or null.</summary>
    public ValueTask<ApiKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.TryReadId(text, out var id)) return ValueTask.FromResult<ApiKey?>(null);
        return _watch.Age <= MaxAge && _watch.Ring.Find(id, text) is { } known
            ? ValueTask.FromResult<ApiKey?>(Use(known))
            : FindNowAsync(id, text, cancellationToken);
    }

    /// <summary>Creates a key from a request's body: any JSON.</summary>
    public async Task<ApiKeyCreation> CreateAsync(RawJson body, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        if (ApiKeyRequest.Read(body, problems) is not { } request) return new ApiKeyCreation.Invalid(problems.Problems);
        var (key, text) = Make(request.Consumer, request.Scopes);
        var outcome = await _store.AddAsync(key, request.Limits, onlyFirst: false, cancellationToken);
        if (outcome == AddApiKeyOutcome.FirstNeedsMaintain)
        {
            return new ApiKeyCreation.Invalid(
            [
                new ProblemItem(ProblemCodes.InvalidValue, "The first key needs the scope 'maintain': without one nobody could create another.")
                {
                    Pointer = "/scopes",
                },
            ]);
        }

        var data = await ListAsync(cancellationToken);
        await _watch.NowAsync(cancellationToken);
        LogCreated(key.Id, key.Consumer);
        return new ApiKeyCreation.Created(
            data.Keys.First(stored => stored.Posted.Id == key.Id), data.Limits.GetValueOrDefault(key.Consumer, ConsumerLimits.None), text);
    }

    /// <summary>All keys, revoked ones too, with the limits of their consumers.</summary>
    public async Task<ApiKeyData> ListAsync(CancellationToken cancellationToken) =>
        await _store.LoadAsync(-1, cancellationToken) ?? throw new InvalidOperationException("The store knows no revision -1.");

    /// <summary>Revokes a key: here at once, elsewhere within a second.</summary>
    public async Task<RevokeApiKeyOutcome> RevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        var outcome = await _store.RevokeAsync(id, cancellationToken);
        if (outcome != RevokeApiKeyOutcome.Revoked) return outcome;
        await _watch.NowAsync(cancellationToken);
        LogRevoked(id);
        return outcome;
    }

    /// <summary>Creates a key with all scopes when there are none at all, and writes its text into a file that only its owner can read.</summary>
    /// <param name="file">The file; an old one is replaced.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when there were keys already.</returns>
    public async Task<bool> EnsureFirstAsync(string file, CancellationToken cancellationToken)
    {
        if (HasKeys) return false;
        var (key, text) = Make("first", KeyScopes.All);

        // The file first: a key that nobody can read would lock everybody out.
        var draft = $"{file}.{key.Id:N}";
        await WritePrivatelyAsync(draft, text + "\n", cancellationToken);
        if (await _store.AddAsync(key, null, onlyFirst: true, cancellationToken) != AddApiKeyOutcome.Added)
        {
            File.Delete(draft); // another node was first
            await _watch.NowAsync(cancellationToken);
            return false;
        }

        File.Move(draft, file, overwrite: true);
        await _watch.NowAsync(cancellationToken);
        LogFirst(key.Id, file);
        return true;
    }

    /// <summary>Stops looking and writes what is known of the last uses. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _loops;
        _stop.Dispose();
    }

    private static (NewApiKey Key, string Text) Make(string consumer, KeyScopes scopes)
    {
        var id = Guid.CreateVersion7();
        var text = ApiKeyText.Make(id);
        var hash = new byte[ApiKeyText.HashLength];
        ApiKeyText.Hash(text, hash);
        return (new NewApiKey(id, consumer, scopes, hash), text);
    }

    private static async Task WritePrivatelyAsync(string file, string text, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private ApiKey Use(ApiKey key)
    {
        key.Used(_time.GetUtcNow());
        return key;
    }

    private async ValueTask<ApiKey?> FindNowAsync(Guid id, string text, CancellationToken cancellationToken)
    {
        var ring = await _watch.NowAsync(cancellationToken);
        return ring.Find(id, text) is { } key ? Use(key) : null;
    }

    private async Task PollAsync()
    {
        while (await PausedAsync(PollInterval))
        {
            try
            {
                await _watch.NowAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogUnavailable(e); // requests with a key wait for the store meanwhile, as everything else does
            }
        }
    }

    private async Task FlushAsync()
    {
        bool goOn;
        do
        {
            goOn = await PausedAsync(FlushInterval);
            var uses = _uses.Take();
            if (uses.Count == 0) continue;
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
                await _store.TouchAsync(uses, limit.Token);
            }
            catch (Exception e)
            {
                _uses.Return(uses);
                LogUsesNotWritten(e);
            }
        }
        while (goOn);
    }

    private async Task<bool> PausedAsync(TimeSpan pause)
    {
        await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_stop.IsCancellationRequested;
    }

    [LoggerMessage(1100, LogLevel.Information, "API key {KeyId} of consumer '{Consumer}' was created.")]
    private partial void LogCreated(Guid keyId, string consumer);

    [LoggerMessage(1101, LogLevel.Information, "API key {KeyId} was revoked.")]
    private partial void LogRevoked(Guid keyId);

    [LoggerMessage(1102, LogLevel.Warning, "The first API key {KeyId} was created with all scopes. Its text is in '{File}': take it from there and delete the file.")]
    private partial void LogFirst(Guid keyId, string file);

    [LoggerMessage(1103, LogLevel.Warning, "API keys could not be looked at.")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(1104, LogLevel.Warning, "The last uses of API keys could not be written; they are kept for the next time.")]
    private partial void LogUsesNotWritten(Exception exception);
}
