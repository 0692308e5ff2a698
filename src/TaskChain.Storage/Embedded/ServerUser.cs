using System.Globalization;

namespace TaskChain.Storage.Embedded;

/// <summary>The unprivileged user that PostgreSQL runs as when the service is root, which PostgreSQL refuses to be.</summary>
internal sealed record ServerUser(string Name, uint UserId, uint GroupId)
{
    /// <summary>Null: the service's own user.</summary>
    public static ServerUser? Choose(string? wanted)
    {
        if (!Environment.IsPrivilegedProcess) return null;
        var users = Read();
        if (wanted is not null)
        {
            return users.Find(user => user.Name == wanted) ?? throw new StorageException(
                StorageErrorCodes.ServerFailed, $"There is no user '{wanted}' to run PostgreSQL as. Create it or choose another.",
                isTransient: false);
        }

        return users.Find(user => user.Name == "postgres") ?? users.Find(user => user.Name == "nobody") ?? throw new StorageException(
            StorageErrorCodes.ServerFailed,
            "PostgreSQL refuses to run as root, and there is neither a user 'postgres' nor a user 'nobody'. "
                + "Name one in 'TaskChain:Storage:PostgresUser'.",
            isTransient: false);
    }

    private static List<ServerUser> Read() =>
    [
        .. File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length >= 4).Select(fields => new ServerUser(
            fields[0], uint.Parse(fields[2], CultureInfo.InvariantCulture), uint.Parse(fields[3], CultureInfo.InvariantCulture))),
    ];
}
