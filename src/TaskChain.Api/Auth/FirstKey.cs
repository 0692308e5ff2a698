using System.Net;
using TaskChain.Api.Options;
using TaskChain.Engine.Consumers;

namespace TaskChain.Api.Auth;

/// <summary>A service that other machines can reach has a key before it takes its first request.</summary>
internal static class FirstKey
{
    /// <summary>The file in the data folder with the first key's text.</summary>
    public const string FileName = "first-api-key";

    /// <summary>Creates the first key, with all scopes, when the service listens beyond loopback and there is none.</summary>
    public static async Task EnsureAsync(ApiKeyService keys, TaskChainOptions options, string dataFolder, CancellationToken cancellationToken)
    {
        if (IPAddress.IsLoopback(OptionsValidator.Endpoint(options).Address)) return;
        await keys.EnsureFirstAsync(Path.Combine(dataFolder, FileName), cancellationToken);
    }
}
