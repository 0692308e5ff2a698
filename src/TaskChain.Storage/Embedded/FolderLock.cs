using System.Globalization;

namespace TaskChain.Storage.Embedded;

/// <summary>Keeps a second service away from a data folder. The kernel lets go of it when the process dies, however it dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another service has the folder, or it cannot be written to.</exception>
    public static FolderLock Acquire(string folder)
    {
        string path = Path.Combine(folder, "service.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageException(
                StorageErrorCodes.FolderUnusable,
                $"The data folder '{folder}' cannot be written to by user '{Environment.UserName}'. Choose another or change its owner.",
                isTransient: false, exception);
        }
        catch (IOException exception) when (File.Exists(PidPath(folder)))
        {
            throw new StorageException(
                StorageErrorCodes.FolderInUse,
                $"The data folder '{folder}' is in use by the service with process id {ReadPid(folder)}. "
                    + "Stop that one first, or choose another folder.",
                isTransient: false, exception);
        }
        catch (IOException exception)
        {
            throw new StorageException(
                StorageErrorCodes.FolderUnusable, $"The data folder '{folder}' cannot be used: {exception.Message}", isTransient: false, exception);
        }

        // A file of its own, because the locked one cannot be read by others.
        File.WriteAllText(PidPath(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new FolderLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string PidPath(string folder) => Path.Combine(folder, "service.pid");

    private static string ReadPid(string folder) => File.ReadAllText(PidPath(folder)).Trim();
}
