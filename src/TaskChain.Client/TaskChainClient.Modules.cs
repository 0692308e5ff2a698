using System.Net;
using System.Net.Http.Headers;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Modules;

namespace TaskChain.Client;

public sealed partial class TaskChainClient
{
    /// <summary>Publishes a module package. A published version never changes: sending the same package again changes nothing.</summary>
    /// <param name="name">Module name.</param>
    /// <param name="version">SemVer or SHA, as in the package's manifest.</param>
    /// <param name="nupkg">The package; read to its end and left open.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TaskChainProblemException">It is no module package (422), or other content is published under that version (409).</exception>
    public async Task<ModuleVersionDocument> PublishModuleVersionAsync(
        string name, string version, Stream nupkg, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nupkg);
        using var package = new MemoryStream();
        await nupkg.CopyToAsync(package, cancellationToken).ConfigureAwait(false);
        var content = new ByteArrayContent(package.GetBuffer(), 0, (int)package.Length)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
        };
        return await _connection.SendAsync(
            HttpMethod.Put, VersionPath(name, version), content, ContractsJsonContext.Default.ModuleVersionDocument, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists all modules with their versions.</summary>
    public async Task<IReadOnlyList<ModuleDocument>> GetModulesAsync(CancellationToken cancellationToken = default) =>
        (await _connection.GetAsync("modules", ContractsJsonContext.Default.ModuleListDocument, cancellationToken).ConfigureAwait(false)).Items;

    /// <summary>Reads a module with its versions, oldest first.</summary>
    /// <exception cref="TaskChainProblemException">The module is not known (404).</exception>
    public Task<ModuleDocument> GetModuleAsync(string name, CancellationToken cancellationToken = default) =>
        _connection.GetAsync(ModulePath(name), ContractsJsonContext.Default.ModuleDocument, cancellationToken);

    /// <summary>Reads a module version with its manifest and public API.</summary>
    /// <exception cref="TaskChainProblemException">The module or the version is not known (404).</exception>
    public Task<ModuleVersionDocument> GetModuleVersionAsync(string name, string version, CancellationToken cancellationToken = default) =>
        _connection.GetAsync(VersionPath(name, version), ContractsJsonContext.Default.ModuleVersionDocument, cancellationToken);

    /// <summary>Retires a version: tasks are not given it any more; its history entry and API stay.</summary>
    /// <param name="name">Module name.</param>
    /// <param name="version">SemVer or SHA.</param>
    /// <param name="force">True retires it although live jobs are pinned to it: those that have started go on with it, the others fail at their start.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="TaskChainProblemException">That version is not installed (404), or live jobs are pinned to it (409).</exception>
    public Task<RetirementDocument> RetireModuleVersionAsync(string name, string version, bool force = false, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(
            HttpMethod.Delete, VersionPath(name, version) + Query(("force", force ? "true" : null)), content: null,
            ContractsJsonContext.Default.RetirementDocument, cancellationToken);

    /// <summary>Moves the pointer at the version that tasks are given which name none.</summary>
    /// <exception cref="TaskChainProblemException">The module is not known (404), or the version is not installed (422).</exception>
    public Task<CurrentVersionDocument> SetCurrentAsync(string name, string version, CancellationToken cancellationToken = default) => _connection.SendAsync(
        HttpMethod.Put, ModulePath(name) + "/current",
        ServiceConnection.Content(new CurrentVersionDocument(version), ContractsJsonContext.Default.CurrentVersionDocument),
        ContractsJsonContext.Default.CurrentVersionDocument, cancellationToken);

    /// <summary>Reads a module's compat table.</summary>
    /// <param name="name">Module name.</param>
    /// <param name="ifNoneMatch">A revision that is at hand, or null.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Null when the table is still the revision that is at hand.</returns>
    /// <exception cref="TaskChainProblemException">The module is not known (404).</exception>
    public async Task<CompatTableRevision?> GetCompatTableAsync(string name, string? ifNoneMatch = null, CancellationToken cancellationToken = default)
    {
        using var response = await _connection.GetAsync(
            ModulePath(name) + "/compat", ifNoneMatch is null ? null : headers => headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch),
            null, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotModified ? null : await ReadTableAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces a module's compat table.</summary>
    /// <exception cref="TaskChainProblemException">The table has changed since it was read (412), or breaks a rule (422).</exception>
    public Task<CompatTableRevision> PutCompatTableAsync(
        string name, CompatTableDocument table, PutCompatTableOptions? options = null, CancellationToken cancellationToken = default) =>
        PutCompatTableAsync(name, ServiceConnection.Content(table, ContractsJsonContext.Default.CompatTableDocument), options, cancellationToken);

    /// <summary>Replaces a module's compat table with the content of a file <c>compat/&lt;module&gt;.json</c>.</summary>
    /// <exception cref="TaskChainProblemException">The table has changed since it was read (412), breaks a rule (422), or is no JSON (400).</exception>
    public Task<CompatTableRevision> PutCompatTableAsync(
        string name, RawJson table, PutCompatTableOptions? options = null, CancellationToken cancellationToken = default) =>
        PutCompatTableAsync(name, ServiceConnection.Content(table.Utf8.ToArray()), options, cancellationToken);

    private async Task<CompatTableRevision> PutCompatTableAsync(
        string name, HttpContent content, PutCompatTableOptions? options, CancellationToken cancellationToken)
    {
        var query = options?.RewriteReason is { } reason ? Query(("rewrite", "true"), ("reason", reason)) : "";
        using var request = _connection.Request(HttpMethod.Put, ModulePath(name) + "/compat" + query);
        request.Content = content;
        if (options?.IfMatch is { } revision) request.Headers.TryAddWithoutValidation("If-Match", revision);
        else request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var response = await _connection.SendAsync(request, null, cancellationToken).ConfigureAwait(false);
        return await ReadTableAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<CompatTableRevision> ReadTableAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var table = await ServiceConnection.ReadAsync(response, ContractsJsonContext.Default.CompatTableDocument, cancellationToken).ConfigureAwait(false);
        var tag = response.Headers.ETag?.ToString() ?? throw new TaskChainConnectionException("The answer carries no ETag: something between here and the service removes it.", null);
        return new CompatTableRevision(table, tag);
    }

    private static string ModulePath(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return "modules/" + Segment(name);
    }

    private static string VersionPath(string name, string version)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        return $"{ModulePath(name)}/versions/{Segment(version)}";
    }
}
