using System.Runtime.InteropServices;

namespace TaskChain.Storage.Embedded;

/// <summary>What .NET has no call for.</summary>
internal static partial class Posix
{
    private const int ErrorPermission = 1;
    private const uint Unchanged = uint.MaxValue;

    public static void ChangeOwner(string path, ServerUser user) => Change(path, user.UserId, user);

    /// <summary>Gives a file or folder to the user's group; its owner stays.</summary>
    public static void ChangeGroup(string path, ServerUser user) => Change(path, Unchanged, user);

    /// <summary>Is there a process with that id?</summary>
    public static bool IsAlive(int processId) => Kill(processId, 0) == 0 || Marshal.GetLastPInvokeError() == ErrorPermission;

    private static void Change(string path, uint owner, ServerUser user)
    {
        if (Chown(path, owner, user.GroupId) != 0)
        {
            throw new IOException($"'{path}' could not be given to '{user.Name}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
