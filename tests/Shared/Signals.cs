using System.Runtime.InteropServices;

namespace TaskChain.Tests.Shared;

/// <summary>Signals to processes, without asking for a program that a small system may lack.</summary>
internal static partial class Signals
{
    private const int CtrlC = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>Asks a process to stop (SIGTERM).</summary>
    public static void AskToStop(int process) => Assert.Equal(0, Send(process, Terminate));

    /// <summary>Interrupts a process as Ctrl-C does (SIGINT).</summary>
    public static void Interrupt(int process) => Assert.Equal(0, Send(process, CtrlC));

    /// <summary>Ends a process without letting it do anything more (SIGKILL).</summary>
    public static void KillNow(int process) => Assert.Equal(0, Send(process, Kill));

    /// <summary>Holds a process up as a machine that stands still would (SIGSTOP).</summary>
    public static void Freeze(int process) => Assert.Equal(0, Send(process, Stop));

    /// <summary>Lets a process go on (SIGCONT).</summary>
    public static void Thaw(int process) => Assert.Equal(0, Send(process, Continue));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}
