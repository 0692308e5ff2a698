using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Content;

/// <summary>Content-addressed storage in PostgreSQL.</summary>
internal sealed class PostgresContentStore(NpgsqlDataSource source, Retrier retrier) : IContentStore
{
    public Task<byte[]?> FindAsync(ContentKind kind, string hash, CancellationToken cancellationToken) => retrier.RunAsync(
        "content read",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("content_find")).With(Db.Text(KindText(kind)), Db.Text(hash));
            return await command.ExecuteScalarAsync(token) as byte[];
        },
        cancellationToken);

    public Task SaveAsync(ContentKind kind, string hash, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => retrier.RunAsync(
        "content save",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("content_save"))
                .With(Db.Text(KindText(kind)), Db.Text(hash), Db.Bytes(content));
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    public Task SaveLockAsync(
        string hash, ReadOnlyMemory<byte> content, IReadOnlyCollection<string> packageHashes,
        CancellationToken cancellationToken) => retrier.RunAsync(
        "lock save",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("lock_save"))
                .With(Db.Text(hash), Db.Bytes(content), Db.Array([.. packageHashes], NpgsqlDbType.Text));
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    private static string KindText(ContentKind kind) => kind switch
    {
        ContentKind.Package => "package",
        ContentKind.Script => "script",
        ContentKind.Lock => "lock",
        _ => throw new UnreachableException($"Unknown content kind '{kind}'."),
    };
}
