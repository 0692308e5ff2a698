using TaskChain.Api.Health;
using TaskChain.Api.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Hosting;

/// <summary>What the HTTP floor stands on.</summary>
/// <param name="Workflows">Workflows.</param>
/// <param name="Jobs">Jobs.</param>
/// <param name="Modules">Modules and compat tables.</param>
/// <param name="Checks">Readiness.</param>
/// <param name="Faults">Tells passing faults from defects.</param>
internal sealed record ServiceParts(
    WorkflowService Workflows, JobService Jobs, ModuleService Modules, IReadOnlyList<IReadinessCheck> Checks, IFaultClassifier Faults);
