using TaskChain.Datacenter.Cnapi;
using TaskChain.Datacenter.Docker;
using TaskChain.Datacenter.Imgapi;
using TaskChain.Datacenter.Napi;
using TaskChain.Datacenter.Vmapi;

namespace TaskChain.Datacenter;

/// <summary>Everything there is in the datacenter. What is in it is guarded by <see cref="Gate"/>: it is a simulation, not a server to load.</summary>
internal sealed class World(TimeProvider time)
{
    /// <summary>Taken for every look at or change of the parts.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The world's clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Compute nodes.</summary>
    public ServerPark Servers { get; private set; } = new();

    /// <summary>Lines for exclusive work.</summary>
    public TicketOffice Tickets { get; private set; } = new(time);

    /// <summary>Work under way on compute nodes.</summary>
    public TaskBoard Tasks { get; private set; } = new(time);

    /// <summary>Virtual machines.</summary>
    public MachinePark Vms { get; private set; } = new();

    /// <summary>Images here, and those that other image APIs have.</summary>
    public ImageLibrary Images { get; private set; } = new();

    /// <summary>Network cards.</summary>
    public NicTable Nics { get; private set; } = new();

    /// <summary>The docker registry and what was pulled from it.</summary>
    public Registry Registry { get; private set; } = new();

    /// <summary>Puts everything back to the start.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            (Servers, Tickets, Tasks) = (new ServerPark(), new TicketOffice(Time), new TaskBoard(Time));
            (Vms, Images, Nics, Registry) = (new MachinePark(), new ImageLibrary(), new NicTable(), new Registry());
        }
    }
}
