using TaskChain.Storage.Tests.Support;
using TaskChain.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace TaskChain.Storage.Tests.Support;

/// <summary>The assembly's one server.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public TestPostgres Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestPostgres.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
