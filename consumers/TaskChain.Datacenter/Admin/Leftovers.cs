using System.Text.Json.Nodes;
using TaskChain.Datacenter.Http;

namespace TaskChain.Datacenter.Admin;

/// <summary>What nobody has finished or cleaned up.</summary>
internal static class Leftovers
{
    /// <summary>Lists it by kind.</summary>
    /// <param name="world">The datacenter.</param>
    /// <param name="about">Only with this text in it, or null for everything.</param>
    public static JsonObject Show(World world, string? about) => new()
    {
        ["open_tickets"] = world.Tickets.OpenCount,
        ["tickets"] = Pick(world.Tickets.Open(), about),
        ["active_tasks"] = Pick(world.Tasks.Active(), about),
        ["half_made_machines"] = Pick(world.Vms.All.Select(vm => vm.Record).Where(vm => vm.Text("state") == Vmapi.Machine.Provisioning), about),
        ["orphaned_nics"] = Pick(world.Nics.Of(null).Where(nic => IsOrphan(world, nic)), about),
        ["reserved_addresses"] = Pick(world.Networks.Reserved.Select(address => new JsonObject { ["address"] = address }), about),
        ["volume_reservations"] = Pick(world.Volumes.Reservations, about),
        ["half_made_volumes"] = Pick(world.Volumes.All.Where(volume => volume.Text("state") != "ready"), about),
        ["half_made_images"] = Pick(world.Images.All.Where(image => image.Text("state") is "creating" or "unactivated"), about),
        ["servers_out_of_service"] = Pick(world.Servers.All.Where(IsOutOfService), about),
    };

    private static JsonArray Pick(IEnumerable<JsonObject> things, string? about) =>
        [.. things.Where(thing => about is null || thing.ToJsonString().Contains(about, StringComparison.Ordinal)).Select(thing => thing.DeepClone())];

    private static bool IsOrphan(World world, JsonObject nic)
    {
        var owner = nic.Text("belongs_to_uuid") ?? "";
        if (world.Servers.Find(owner) is not null) return false;
        return world.Vms.Find(owner) is not { } vm || (!vm.IsThere && vm.Record.Text("state") != Vmapi.Machine.Provisioning);
    }

    private static bool IsOutOfService(JsonObject server) =>
        server.Text("agent") == "paused" || server.Text("status") != "running" || server["setting_up"]?.GetValue<bool>() == true;
}
