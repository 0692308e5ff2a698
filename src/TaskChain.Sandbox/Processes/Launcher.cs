using System.Collections.Concurrent;

namespace TaskChain.Sandbox.Processes;

/// <summary>
/// Starts all children from one thread that lives as long as the process: a child asks the kernel to die with its parent, and for the kernel the
/// parent is the thread. A thread of the pool ends when it idles, and would take its children along.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Order> Orders = [];
    private static readonly OutputDrain Drain = Run();

    /// <summary>Starts a child.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="IOException">No pipes can be made.</exception>
    public static Task<ChildProcess> StartAsync(ProcessLaunch launch)
    {
        var order = new Order(launch, new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously));
        Orders.Add(order);
        return order.Started.Task;
    }

    private static OutputDrain Run()
    {
        var thread = new Thread(Serve, 256 << 10) { IsBackground = true, Name = "sandbox launcher" };
        thread.Start();
        return new OutputDrain();
    }

    private static void Serve()
    {
        foreach (var order in Orders.GetConsumingEnumerable())
        {
            try
            {
                order.Started.SetResult(ChildProcess.Start(order.Launch, Drain));
            }
            catch (Exception e)
            {
                order.Started.SetException(e); // Whoever ordered the child decides; the thread must go on.
            }
        }
    }

    private sealed record Order(ProcessLaunch Launch, TaskCompletionSource<ChildProcess> Started);
}
