using Npgsql;
using NpgsqlTypes;

namespace TaskChain.Storage.Database;

/// <summary>Short forms for statements with typed, positional parameters.</summary>
internal static class Db
{
    public static NpgsqlParameter Param<T>(T value, NpgsqlDbType type) => new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type };

    public static NpgsqlParameter Uuid(Guid value) => Param(value, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Text(string value) => Param(value, NpgsqlDbType.Text);

    public static NpgsqlParameter OptionalText(string? value) =>
        new() { Value = value is null ? DBNull.Value : value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Int(int value) => Param(value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Long(long value) => Param(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter OptionalLong(long? value) =>
        new() { Value = value is { } number ? number : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Bool(bool value) => Param(value, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte> value) => Param(value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Time(DateTimeOffset value) => Param(value.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter OptionalTime(DateTimeOffset? value) =>
        new() { Value = value is { } time ? time.ToUniversalTime() : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static NpgsqlParameter OptionalUuid(Guid? value) =>
        new() { Value = value is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Interval(TimeSpan value) => Param(value, NpgsqlDbType.Interval);

    public static NpgsqlParameter OptionalInterval(TimeSpan? value) =>
        new() { Value = value is { } time ? time : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval };

    public static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType element) => Param(values, NpgsqlDbType.Array | element);

    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }
}
