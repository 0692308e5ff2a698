using System.Text.Json.Nodes;
using TaskChain.Datacenter.Admin;
using TaskChain.Datacenter.Cnapi;
using TaskChain.Datacenter.Docker;
using TaskChain.Datacenter.Imgapi;
using TaskChain.Datacenter.Napi;
using TaskChain.Datacenter.Vmapi;
using TaskChain.Datacenter.Volapi;

namespace TaskChain.Datacenter;

/// <summary>Everything there is in the datacenter. What is in it is guarded by <see cref="Gate"/>: it is a simulation, not a server to load.</summary>
internal sealed class World
{
    /// <summary>Makes the datacenter as it is at its start.</summary>
    /// <param name="time">The world's clock.</param>
    /// <param name="usualTime">How long a task on a server takes when nobody has asked for another time.</param>
    public World(TimeProvider time, TimeSpan usualTime)
    {
        (Time, UsualTime) = (time, usualTime);
        (Servers, Tickets, Tasks) = (new ServerPark(time), new TicketOffice(time), new TaskBoard(time, usualTime));
        (Networks, Volumes) = (new NetworkTable(Nics), new VolumeStore(time, usualTime));
    }

    /// <summary>Taken for every look at or change of the parts.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The world's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>How long a task on a server usually takes.</summary>
    public TimeSpan UsualTime { get; }

    /// <summary>What was really done.</summary>
    public Effects Effects { get; private set; } = new();

    /// <summary>Compute nodes.</summary>
    public ServerPark Servers { get; private set; }

    /// <summary>Lines for exclusive work.</summary>
    public TicketOffice Tickets { get; private set; }

    /// <summary>Work under way on compute nodes.</summary>
    public TaskBoard Tasks { get; private set; }

    /// <summary>Virtual machines.</summary>
    public MachinePark Vms { get; private set; } = new();

    /// <summary>VMAPI's records of migrations, by machine.</summary>
    public Dictionary<string, JsonObject> Migrations { get; } = new(StringComparer.Ordinal);

    /// <summary>What was last told about a migration's progress, by machine.</summary>
    public Dictionary<string, JsonObject> MigrationProgress { get; } = new(StringComparer.Ordinal);

    /// <summary>Images here, and those that other image APIs have.</summary>
    public ImageLibrary Images { get; private set; } = new();

    /// <summary>Network cards.</summary>
    public NicTable Nics { get; private set; } = new();

    /// <summary>Networks and their addresses.</summary>
    public NetworkTable Networks { get; private set; }

    /// <summary>Shared volumes.</summary>
    public VolumeStore Volumes { get; private set; }

    /// <summary>The docker registry and what was pulled from it.</summary>
    public Registry Registry { get; private set; } = new();

    /// <summary>Puts everything back to the start.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            (Servers, Tickets, Tasks) = (new ServerPark(Time), new TicketOffice(Time), new TaskBoard(Time, UsualTime));
            (Vms, Images, Nics, Registry, Effects) = (new MachinePark(), new ImageLibrary(), new NicTable(), new Registry(), new Effects());
            (Networks, Volumes) = (new NetworkTable(Nics), new VolumeStore(Time, UsualTime));
            Migrations.Clear();
            MigrationProgress.Clear();
        }
    }
}
