namespace TaskChain.Sandbox.Processes;

/// <summary>What a child process does about its own end.</summary>
internal static class ProcessLife
{
    /// <summary>Asks the kernel to kill this process with the thread that started it; the service starts children from one thread that never ends.</summary>
    public static void DieWithParent()
    {
        var parent = Native.GetParent();
        _ = Native.Prctl(Native.SetParentDeathSignal, Native.SigKill, 0, 0, 0);
        if (Native.GetParent() != parent) EndNow(); // It died between the two calls.
    }

    /// <summary>Ends this process and everything it started, without running any code of it.</summary>
    public static void EndNow()
    {
        // Only in a group of its own: started by hand from a shell, the group is the shell's.
        if (Native.GetGroup() == Environment.ProcessId) _ = Native.Kill(0, Native.SigKill);
        Native.Exit(0);
    }

    /// <summary>Keeps a descriptor from processes that this one starts.</summary>
    public static void CloseOnExec(int descriptor)
    {
        var flags = Native.Fcntl(descriptor, Native.GetDescriptorFlags, 0);
        if (flags < 0) throw new IOException($"The channel's descriptor {descriptor} is not open.");
        _ = Native.Fcntl(descriptor, Native.SetDescriptorFlags, flags | Native.CloseOnExec);
    }
}
