using System.Runtime.InteropServices;

namespace TaskChain.Storage.Embedded;

/// <summary>What .NET has no call for.</summary>
internal static partial class Posix
{
    private const int ErrorPermission = 1;

    public static void ChangeOwner(string path, ServerUser user)
    {
        if (Chown(path, user.UserId, user.GroupId) != 0)
        {
            throw new IOException($"The owner of '{path}' could not be changed to '{user.Name}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Is there a process with that id?</summary>
    public static bool IsAlive(int processId) => Kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() == ErrorPermission;

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
