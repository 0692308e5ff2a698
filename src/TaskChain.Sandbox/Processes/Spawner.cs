using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TaskChain.Sandbox.Processes;

/// <summary>
/// Starts a program with exactly the descriptors and the environment it is given, in a process group of its own. .NET's own process class starts
/// children with every inheritable handle of the moment and the service's environment, and tells exit codes from signals by guess.
/// </summary>
internal static unsafe class Spawner
{
    /// <summary>Descriptor numbers of the channel in the child: requests, replies, control.</summary>
    private const int FirstChannel = 3;

    /// <summary>Starts a child. Call it on a thread that never ends: the child dies with that thread.</summary>
    /// <param name="launch">What to start.</param>
    /// <param name="output">Standard output and standard error of the child.</param>
    /// <param name="channel">The child's ends of requests, replies and control.</param>
    /// <returns>The process id.</returns>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static int Start(ProcessLaunch launch, (SafeFileHandle Out, SafeFileHandle Error) output, ReadOnlySpan<SafeFileHandle> channel)
    {
        var actions = stackalloc byte[Native.OpaqueSize];
        var attributes = stackalloc byte[Native.OpaqueSize];
        Check(Native.ActionsInit(actions), launch);
        Check(Native.AttributesInit(attributes), launch);
        try
        {
            AddActions(actions, output, channel, launch);
            AddAttributes(attributes, launch);
            string[] arguments = [launch.FileName, .. launch.Arguments, "--channel", "3", "4", "5"];
            return Spawn(launch, actions, attributes, arguments);
        }
        finally
        {
            _ = Native.ActionsDestroy(actions);
            _ = Native.AttributesDestroy(attributes);
        }
    }

    private static void AddActions(
        byte* actions, (SafeFileHandle Out, SafeFileHandle Error) output, ReadOnlySpan<SafeFileHandle> channel, ProcessLaunch launch)
    {
        Check(Native.ActionsOpen(actions, 0, "/dev/null", 0, 0), launch);
        Check(Native.ActionsDuplicate(actions, Number(output.Out), 1), launch);
        Check(Native.ActionsDuplicate(actions, Number(output.Error), 2), launch);
        for (var i = 0; i < channel.Length; i++) Check(Native.ActionsDuplicate(actions, Number(channel[i]), FirstChannel + i), launch);
        CloseOthers(actions, FirstChannel + channel.Length, launch);
        Check(Native.ActionsChangeFolder(actions, "/"), launch);
    }

    // Everything .NET opens closes by itself when another program is started; this is for what native libraries may have left open.
    private static void CloseOthers(byte* actions, int first, ProcessLaunch launch)
    {
        try
        {
            Check(Native.ActionsCloseFrom(actions, first), launch);
        }
        catch (EntryPointNotFoundException)
        {
            // Not every C library has it.
        }
    }

    private static void AddAttributes(byte* attributes, ProcessLaunch launch)
    {
        var signals = stackalloc byte[Native.OpaqueSize];
        _ = Native.AllSignals(signals);
        Check(Native.AttributesSetSignalDefaults(attributes, signals), launch);
        _ = Native.EmptySignals(signals);
        Check(Native.AttributesSetSignalMask(attributes, signals), launch);
        Check(Native.AttributesSetGroup(attributes, 0), launch); // A group of its own: Ctrl-C in a terminal is the service's business.
        Check(Native.AttributesSetFlags(attributes, Native.SpawnSetGroup | Native.SpawnSetSignalDefaults | Native.SpawnSetSignalMask), launch);
    }

    private static int Spawn(ProcessLaunch launch, byte* actions, byte* attributes, string[] arguments)
    {
        var variables = launch.Environment.Select(pair => $"{pair.Key}={pair.Value}").ToArray();
        var argumentText = stackalloc byte*[arguments.Length + 1];
        var variableText = stackalloc byte*[variables.Length + 1];
        try
        {
            Copy(arguments, argumentText);
            Copy(variables, variableText);
            int process;
            Check(Native.Spawn(&process, argumentText[0], actions, attributes, argumentText, variableText), launch);
            return process;
        }
        finally
        {
            Free(argumentText, arguments.Length);
            Free(variableText, variables.Length);
        }
    }

    private static void Copy(string[] texts, byte** target)
    {
        new Span<nint>(target, texts.Length + 1).Clear();
        for (var i = 0; i < texts.Length; i++) target[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
    }

    private static void Free(byte** texts, int count)
    {
        for (var i = 0; i < count; i++) Marshal.FreeCoTaskMem((nint)texts[i]);
    }

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle(); // The caller holds the handle open.

    private static void Check(int error, ProcessLaunch launch)
    {
        if (error == 0) return;
        throw new Win32Exception(error, $"The program '{launch.FileName}' cannot be started: {new Win32Exception(error).Message}.");
    }
}
