using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TaskChain.Storage.Migrations;
using TaskChain.Storage.Tests.Support;

namespace TaskChain.Storage.Tests.Postgres;

public sealed class MigratorTests(PostgresFixture fixture) : IAsyncLifetime
{
    private NpgsqlDataSource _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _source = NpgsqlDataSource.Create(await fixture.Server.CreateDatabaseAsync(CancellationToken.None));

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task Migrate_ManyNodesAtOnce_AppliesEachOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => New().MigrateAsync(Token)));
        await New().MigrateAsync(Token);

        Assert.Equal(Migrator.Load().Select(m => m.Number), await AppliedAsync());
    }

    [Fact]
    public void Migrations_AreNumberedWithoutGaps() =>
        Assert.Equal(Enumerable.Range(1, Migrator.Load().Count), Migrator.Load().Select(m => m.Number));

    [Fact]
    public async Task Migrate_NewerSchema_IsRefused()
    {
        await New([.. Migrator.Load(), Migration.Create(Migrator.Load().Count + 1, "future", "create table future (x int)")]).MigrateAsync(Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => New().MigrateAsync(Token));

        Assert.Equal(StorageErrorCodes.SchemaMismatch, refused.Code);
        Assert.Contains("at least as new", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_TextOfAnAppliedMigrationDiffers_IsRefused()
    {
        var known = Migrator.Load();
        await New([Migration.Create(1, known[0].Name, known[0].Text + "-- changed")]).MigrateAsync(Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => New().MigrateAsync(Token));

        Assert.Contains($"another text of migration '{known[0].Name}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_FailingMigration_LeavesNoHalf()
    {
        var broken = Migration.Create(1, "broken", "create table half (x int); select 1 / 0");

        await Assert.ThrowsAsync<PostgresException>(() => New([broken]).MigrateAsync(Token));
        await New().MigrateAsync(Token);

        await using var command = _source.CreateCommand("select to_regclass('half') is null");
        Assert.True((bool)(await command.ExecuteScalarAsync(Token))!);
    }

    [Fact]
    public async Task Migrate_DatabaseOfSomebodyElse_IsRefused()
    {
        await using (var command = _source.CreateCommand("create table jobs (theirs int)")) await command.ExecuteNonQueryAsync(Token);

        var refused = await Assert.ThrowsAsync<StorageException>(() => New().MigrateAsync(Token));

        Assert.Contains("database of its own", refused.Message, StringComparison.Ordinal);
    }

    private Migrator New(IReadOnlyList<Migration>? known = null) => new(_source, NullLogger.Instance, known ?? Migrator.Load());

    private async Task<List<int>> AppliedAsync()
    {
        await using var command = _source.CreateCommand("select number from schema_migrations order by number");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var numbers = new List<int>();
        while (await reader.ReadAsync(Token)) numbers.Add(reader.GetInt32(0));
        return numbers;
    }
}
