using System.Runtime.InteropServices;

namespace TaskChain.Sandbox.Processes;

/// <summary>The few calls of the C library that .NET does not offer. Linux only, as the sandbox is.</summary>
internal static unsafe partial class Native
{
    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SetPdeathsig = 1;
    public const int GetDescriptorFlags = 1;
    public const int SetDescriptorFlags = 2;
    public const int CloseOnExec = 1;
    public const int OpenCloseOnExec = 0x80000;
    public const int Interrupted = 4;
    public const short PollIn = 1;
    public const short SpawnSetGroup = 2;
    public const short SpawnSetSigDefault = 4;
    public const short SpawnSetSigMask = 8;

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    public static partial int GetGroup();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int status);
}
