using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TaskChain.Client;
using TaskChain.Client.Exceptions;
using TaskChain.Consumers.Releases;
using TaskChain.Consumers.Tour;
using TaskChain.Contracts.Jobs;
using TaskChain.Contracts.Workflows;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>The real service with all sample modules, and a datacenter whose servers are quick.</summary>
public sealed class SampleLab : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly (string Module, string Version)[] Modules =
    [
        ("sdc-clients", "9.2.0"), ("restify", "4.3.4"), ("vasync", "2.2.0"), ("url", "0.11.0"), ("verror", "1.10.0"), ("assert-plus", "1.0.0"), ("lstream", "0.0.5"),
        ("apg", "2.2.3"),
    ];

    private static readonly Dictionary<string, WorkflowDocument> Workflows = ReleaseLoader.LoadEmbedded()
        .SelectMany(release => release.Workflows.Values).ToDictionary(workflow => workflow.Name, StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> _posted = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new();
    private readonly DirectoryInfo _packages = Directory.CreateTempSubdirectory("taskchain-sample-modules-");
    private ServiceProcess? _service;
    private TaskChainClient? _client;

    internal DatacenterFixture Datacenter { get; } = new(TimeSpan.FromMilliseconds(60));

    internal ServiceProcess Service => _service ?? throw new InvalidOperationException("The service was not started.");

    private TaskChainClient Client => _client ?? throw new InvalidOperationException("The service was not started.");

    public async ValueTask InitializeAsync()
    {
        await Datacenter.InitializeAsync();
        _service = await ServiceProcess.StartAsync(Datacenter.Config);
        _client = new TaskChainClient(new TaskChainClientOptions { Address = _service.Url, UserAgent = "samples" });
        var options = new TourOptions(_service.Url, new Uri(Datacenter.Url), CopyPackages(), Path.Combine(Repository.Root, "compat"));
        await new CatalogueSetup(_client, options).RunAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _http.Dispose();
        if (_service is not null) await _service.DisposeAsync();
        await Datacenter.DisposeAsync();
        _packages.Delete(recursive: true);
    }

    /// <summary>The workflow as its consumer posts it.</summary>
    internal static WorkflowDocument WorkflowOf(SampleCase sample) => Workflows[sample.Workflow];

    /// <summary>Posts a workflow once.</summary>
    internal Task<Guid> PostAsync(WorkflowDocument workflow) => _posted.GetOrAdd(workflow.Name, _ => new Lazy<Task<Guid>>(async () =>
        (await Client.SubmitWorkflowAsync(workflow, TestContext.Current.CancellationToken)).Uuid!.Value)).Value; // A stored workflow has an id.

    /// <summary>Posts a job.</summary>
    internal async Task<Guid> PostAsync(WorkflowDocument workflow, SampleJob job, JsonObject? parameters = null)
    {
        var options = new SubmitJobOptions { Target = job.Target };
        return (await Client.SubmitJobAsync(await PostAsync(workflow), parameters ?? job.Params, options, TestContext.Current.CancellationToken)).Uuid;
    }

    /// <summary>Posts a job whose id is chosen here, until a service takes it: one that dies meanwhile may or may not have taken it.</summary>
    internal async Task<Guid> PostStubbornlyAsync(WorkflowDocument workflow, SampleJob job)
    {
        var uuid = Guid.NewGuid();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            try
            {
                var options = new SubmitJobOptions { Target = job.Target, Uuid = uuid };
                return (await Client.SubmitJobAsync(await PostAsync(workflow), job.Params, options, limit.Token)).Uuid;
            }
            catch (TaskChainProblemException e) when (e.Status == HttpStatusCode.Conflict)
            {
                return uuid;
            }
            catch (Exception e) when (e is TaskChainConnectionException or HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
            }
        }
    }

    /// <summary>Waits for a job's end, also over the death of the service.</summary>
    internal async Task<JobDocument> EndOfAsync(Guid job)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return await Client.GetJobHandle(job).WaitAsync(limit.Token);
            }
            catch (Exception e) when (e is TaskChainConnectionException or HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
            }
        }
    }

    /// <summary>Cancels a job. Returns the status of the answer.</summary>
    internal async Task<int> CancelAsync(Guid job)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(Service.Url, $"jobs/{job}/cancel"), new JsonObject(), TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>Plans that a task of a job fails, or hangs until its end, when it passes a point.</summary>
    internal Task PlanAsync(SampleJob job, SamplePoint point, bool hangs) => Datacenter.PostAsync("/admin/faults", hangs
        ? new JsonObject { ["path"] = TrippedWorkflow.PathOf(job, point), ["delay_seconds"] = 3600 }
        : new JsonObject { ["path"] = TrippedWorkflow.PathOf(job, point), ["status"] = 500 });

    /// <summary>Takes a plan back, in case it was not carried out.</summary>
    internal Task ForgetAsync(SampleJob job, SamplePoint point) => Datacenter.DeleteAsync("/admin/faults?path=" + TrippedWorkflow.PathOf(job, point));

    /// <summary>Waits until a task of a job hangs at a point.</summary>
    internal async Task HangsAsync(SampleJob job, SamplePoint point)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while ((int)(await Datacenter.GetAsync("/admin/faults/taken?path=" + TrippedWorkflow.PathOf(job, point)))["count"]! == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>What is left of a job's things, once what is under way in the datacenter has ended; null when nothing is.</summary>
    internal async Task<string?> LeftoversAsync(SampleJob job, IReadOnlyList<string> except)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var left = await LeftNowAsync(job, except);
            if (left.Count == 0) return null;
            if (limit.IsCancellationRequested || !left.Any(IsUnderWay)) return string.Join("; ", left);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    // The datacenter finishes these by itself.
    private static bool IsUnderWay(string left) =>
        left.Split(':')[0] is "active_tasks" or "half_made_volumes" or "half_made_machines";

    /// <summary>What was done to a job's things and how often, with their ids replaced by their positions.</summary>
    internal async Task<string> EffectsAsync(SampleJob job)
    {
        var effects = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var about in job.About)
        {
            foreach (var (what, count) in (await Datacenter.GetAsync($"/admin/effects?about={Uri.EscapeDataString(about)}")).AsObject()) effects.Add($"{Anonymous(job, what)} x {count}");
        }

        return string.Join("\n", effects);
    }

    // Only the versions that the samples use: each body is proven against every version that is there, which other tests see to.
    private string CopyPackages()
    {
        foreach (var (module, version) in Modules)
        {
            var file = $"{module}.{version}.nupkg";
            File.Copy(Path.Combine(Repository.Root, "artifacts", "modules", file), Path.Combine(_packages.FullName, file));
        }

        return _packages.FullName;
    }

    private static string Anonymous(SampleJob job, string text) => job.About
        .Select((id, position) => (id, name: string.Create(CultureInfo.InvariantCulture, $"#{position}")))
        .Aggregate(text, (all, about) => all.Replace(about.id, about.name, StringComparison.Ordinal));

    private async Task<List<string>> LeftNowAsync(SampleJob job, IReadOnlyList<string> except)
    {
        var left = new List<string>();
        foreach (var about in job.About)
        {
            foreach (var (kind, things) in (await Datacenter.GetAsync($"/admin/state?about={Uri.EscapeDataString(about)}")).AsObject())
            {
                if (things is JsonArray { Count: > 0 } && !except.Contains(kind)) left.Add($"{kind}: {things.ToJsonString()}");
            }
        }

        return left;
    }
}
