using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Vmapi;

/// <summary>A machine: what VMAPI remembers of it, and how it really is on its servers.</summary>
internal sealed class Machine
{
    /// <summary>State of a machine that was announced and is on no server yet.</summary>
    public const string Provisioning = "provisioning";

    private readonly Dictionary<string, JsonObject> _copies = new(StringComparer.Ordinal);

    /// <summary>Creates a machine; one that VMAPI calls <c>provisioning</c> is on no server yet.</summary>
    /// <param name="record">What VMAPI remembers, with state and server.</param>
    public Machine(JsonObject record)
    {
        Record = record;
        ActualState = (string)record["state"]!; // The endpoint that makes machines sets both.
        if (ActualState != Provisioning) Place((string)record["server_uuid"]!);
    }

    /// <summary>What VMAPI remembers.</summary>
    public JsonObject Record { get; }

    /// <summary>How it really is; VMAPI learns of it when it asks the server.</summary>
    public string ActualState { get; set; }

    /// <summary>True when it is on a server and was not destroyed.</summary>
    public bool IsThere => _copies.Count > 0 && ActualState != "destroyed";

    /// <summary>True when a server has it, or a copy of it.</summary>
    public bool IsOn(string server) => _copies.ContainsKey(server);

    /// <summary>Puts it, or a copy of it, on a server.</summary>
    public JsonObject Place(string server)
    {
        if (!_copies.TryGetValue(server, out var copy)) _copies[server] = copy = new JsonObject { ["set-autoboot"] = true, ["set-do-not-inventory"] = false };
        return copy;
    }

    /// <summary>Sets a property of its copy on a server.</summary>
    public void Set(string server, string name, JsonNode value) => Place(server)[name] = value.DeepClone();

    /// <summary>How it is on a server.</summary>
    public JsonObject Show(string server)
    {
        var copy = (JsonObject)Place(server).DeepClone();
        copy["uuid"] = Record["uuid"]?.DeepClone();
        copy["state"] = ActualState;
        return copy;
    }

    /// <summary>Makes VMAPI remember how it really is.</summary>
    /// <param name="isBeingMade">True while a server is making it.</param>
    public void Sync(bool isBeingMade)
    {
        if (_copies.Count > 0) Record["state"] = ActualState;
        else if (!isBeingMade) Record["state"] = "failed";
    }
}
