using System.Text.Json.Nodes;
using TaskChain.Datacenter.Admin;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>A request about a server.</summary>
/// <param name="Uuid">The server's id.</param>
/// <param name="Server">The server.</param>
/// <param name="Vm">The machine in the path, or empty.</param>
/// <param name="Body">The request's body.</param>
/// <param name="Fault">The fault that befell it, or null.</param>
internal sealed record ServerRequest(string Uuid, JsonObject Server, string Vm, JsonObject Body, Fault? Fault)
{
    /// <summary>The action in the path, or empty.</summary>
    public string Action { get; init; } = "";
}
