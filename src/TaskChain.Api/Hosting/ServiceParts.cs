using TaskChain.Api.Health;
using TaskChain.Api.Operations;
using TaskChain.Api.Problems;
using TaskChain.Engine.Consumers;
using TaskChain.Engine.Services;
using TaskChain.Engine.Webhooks;

namespace TaskChain.Api.Hosting;

/// <summary>What the HTTP floor stands on.</summary>
/// <param name="Workflows">Workflows.</param>
/// <param name="Jobs">Jobs.</param>
/// <param name="Modules">Modules and compat tables.</param>
/// <param name="Runners">The nodes that run jobs.</param>
/// <param name="Keys">Who calls.</param>
/// <param name="Gate">The limits of consumers.</param>
/// <param name="Webhooks">Webhooks.</param>
/// <param name="Checks">Readiness.</param>
/// <param name="Faults">Tells passing faults from defects.</param>
/// <param name="Backend">The database's health.</param>
/// <param name="PostgresProcessId">Process id of the service's own PostgreSQL; null when a server of the options is used.</param>
internal sealed record ServiceParts(
    WorkflowService Workflows, JobService Jobs, ModuleService Modules, RunnerService Runners, ApiKeyService Keys, ConsumerGate Gate, WebhookService Webhooks,
    IReadOnlyList<IReadinessCheck> Checks, IFaultClassifier Faults, IBackend Backend, int? PostgresProcessId);
