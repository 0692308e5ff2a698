using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TaskChain.Consumers.Tour;

/// <summary>What the consumers themselves do in the datacenter: prepare things for jobs, and look at what came of them.</summary>
internal sealed class DatacenterClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>Puts the datacenter back to its start.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken) => await PostAsync("/admin/reset", [], cancellationToken);

    /// <summary>Makes a machine and returns its id.</summary>
    public async Task<string> CreateVmAsync(string alias, string state, string server, CancellationToken cancellationToken)
    {
        var vm = await PostAsync("/vmapi/vms", new JsonObject { ["alias"] = alias, ["state"] = state, ["server_uuid"] = server }, cancellationToken);
        return (string?)vm["uuid"] ?? throw new InvalidDataException("VMAPI answered without the machine's id.");
    }

    /// <summary>Starts a machine, which keeps its server busy for so many seconds.</summary>
    public async Task StartSlowlyAsync(string server, string vm, double seconds, CancellationToken cancellationToken)
    {
        await PlanFaultAsync(new JsonObject { ["path"] = $"/vms/{vm}/start", ["task_seconds"] = seconds }, cancellationToken);
        await PostAsync($"/cnapi/servers/{server}/vms/{vm}/start", [], cancellationToken);
    }

    /// <summary>Plans a fault; see the datacenter's <c>POST /admin/faults</c>.</summary>
    public async Task PlanFaultAsync(JsonObject fault, CancellationToken cancellationToken) => await PostAsync("/admin/faults", fault, cancellationToken);

    /// <summary>Reads a value; null when there is none (404).</summary>
    public async Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
    }

    /// <summary>Posts a value and returns the answer, an empty object when there is none.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text) ?? new JsonObject();
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
