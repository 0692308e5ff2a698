using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Conformance;

public sealed class PostgresJobTests(PostgresDatabase database)
    : JobConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresClaimTests(PostgresDatabase database)
    : ClaimConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresCatalogueTests(PostgresDatabase database)
    : CatalogueConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresGuardTests(PostgresDatabase database)
    : GuardConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresControlTests(PostgresDatabase database)
    : ControlConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresQueryTests(PostgresDatabase database)
    : QueryConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresApiKeyTests(PostgresDatabase database)
    : ApiKeyConformance(new PostgresHarness(database)), IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
