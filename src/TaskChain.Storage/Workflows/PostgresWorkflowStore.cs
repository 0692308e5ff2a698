using Npgsql;
using TaskChain.Engine.Ports;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Workflows;

/// <summary>Workflows in PostgreSQL.</summary>
internal sealed class PostgresWorkflowStore(NpgsqlDataSource source, Retrier retrier) : IWorkflowStore
{
    private const string NameKey = "workflows_name_key";

    public Task<InsertWorkflowOutcome> InsertAsync(StoredWorkflow workflow, CancellationToken cancellationToken) => retrier.RunAsync(
        "workflow insert",
        async (attempt, token) =>
        {
            await using var connection = await source.OpenConnectionAsync(token);
            await using var insert = new NpgsqlCommand(SqlText.Get("workflow_insert"), connection).With(
                Db.Uuid(workflow.Id), Db.Uuid(workflow.Revision), Db.Text(workflow.Name), Db.Time(workflow.CreatedAt), Db.Bytes(workflow.Document),
                Db.Bytes(workflow.Check));
            if (await insert.ExecuteScalarAsync(token) is true) return InsertWorkflowOutcome.Inserted;
            return await WhyNotAsync(connection, workflow, attempt, token);
        },
        cancellationToken);

    public Task<StoredWorkflow?> FindAsync(Guid id, CancellationToken cancellationToken) => FindByAsync("workflow_find", id, cancellationToken);

    public Task<StoredWorkflow?> FindRevisionAsync(Guid revision, CancellationToken cancellationToken) =>
        FindByAsync("workflow_find_revision", revision, cancellationToken);

    public Task<UpdateWorkflowOutcome> UpdateAsync(StoredWorkflow revision, CancellationToken cancellationToken) => retrier.RunAsync(
        "workflow update",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("workflow_update")).With(
                Db.Uuid(revision.Id), Db.Uuid(revision.Revision), Db.Text(revision.Name), Db.Time(revision.CreatedAt), Db.Bytes(revision.Document),
                Db.Bytes(revision.Check));
            try
            {
                return await command.ExecuteScalarAsync(token) is true ? UpdateWorkflowOutcome.Updated : UpdateWorkflowOutcome.NotFound;
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation && taken.ConstraintName == NameKey)
            {
                return UpdateWorkflowOutcome.NameTaken;
            }
        },
        cancellationToken);

    public Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => retrier.RunAsync(
        "workflow delete",
        async (attempt, token) =>
        {
            await using var connection = await source.OpenConnectionAsync(token);
            await using var delete = new NpgsqlCommand(SqlText.Get("workflow_delete"), connection).With(Db.Uuid(id));
            if (await delete.ExecuteNonQueryAsync(token) == 1) return true;
            if (!attempt.Again) return false;
            // Its revisions stay, so they tell whether an earlier attempt may have removed it.
            await using var existed = new NpgsqlCommand(SqlText.Get("workflow_existed"), connection).With(Db.Uuid(id));
            return await existed.ExecuteScalarAsync(token) is true;
        },
        cancellationToken);

    public Task<IReadOnlyList<string>> FormerNamesAsync(Guid id, CancellationToken cancellationToken) => retrier.RunAsync<IReadOnlyList<string>>(
        "workflow former names",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get("workflow_former_names")).With(Db.Uuid(id));
            await using var reader = await command.ExecuteReaderAsync(token);
            var names = new List<string>();
            while (await reader.ReadAsync(token)) names.Add(reader.GetString(0));
            return names;
        },
        cancellationToken);

    public Task<IReadOnlyList<StoredWorkflow>> ListAsync(string? name, int offset, int limit, CancellationToken cancellationToken) =>
        retrier.RunAsync<IReadOnlyList<StoredWorkflow>>(
            "workflow list",
            async (_, token) =>
            {
                await using var command = source.CreateCommand(SqlText.Get("workflow_list"))
                    .With(Db.OptionalText(name), Db.Int(offset), Db.Int(limit));
                await using var reader = await command.ExecuteReaderAsync(token);
                var workflows = new List<StoredWorkflow>();
                while (await reader.ReadAsync(token)) workflows.Add(Read(reader));
                return workflows;
            },
            cancellationToken);

    private static async Task<InsertWorkflowOutcome> WhyNotAsync(
        NpgsqlConnection connection, StoredWorkflow workflow, Attempt attempt, CancellationToken cancellationToken)
    {
        await using var taken = new NpgsqlCommand(SqlText.Get("workflow_taken"), connection)
            .With(Db.Uuid(workflow.Id), Db.Uuid(workflow.Revision), Db.Text(workflow.Name));
        await using var reader = await taken.ExecuteReaderAsync(cancellationToken);
        // Deleted between the two statements: the name was taken when it counted.
        if (!await reader.ReadAsync(cancellationToken)) return InsertWorkflowOutcome.NameTaken;
        if (attempt.Again && reader.GetBoolean(0)) return InsertWorkflowOutcome.Inserted;
        return reader.GetBoolean(1) ? InsertWorkflowOutcome.IdTaken : InsertWorkflowOutcome.NameTaken;
    }

    private Task<StoredWorkflow?> FindByAsync(string statement, Guid key, CancellationToken cancellationToken) => retrier.RunAsync(
        "workflow read",
        async (_, token) =>
        {
            await using var command = source.CreateCommand(SqlText.Get(statement)).With(Db.Uuid(key));
            await using var reader = await command.ExecuteReaderAsync(token);
            return await reader.ReadAsync(token) ? Read(reader) : null;
        },
        cancellationToken);

    private static StoredWorkflow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<byte[]>(4),
        row.GetFieldValue<byte[]>(5));
}
