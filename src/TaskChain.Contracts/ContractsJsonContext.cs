using System.Text.Json.Serialization;
using TaskChain.Contracts.Health;
using TaskChain.Contracts.Jobs;
using TaskChain.Contracts.Keys;
using TaskChain.Contracts.Modules;
using TaskChain.Contracts.Operations;
using TaskChain.Contracts.Problems;
using TaskChain.Contracts.Webhooks;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Contracts;

/// <summary>How the wire types read and write JSON: snake_case, absent instead of null, unknown members kept or ignored, never refused.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = Contracts.RawJson.MaxDepth)]
[JsonSerializable(typeof(WorkflowDocument))]
[JsonSerializable(typeof(IReadOnlyList<WorkflowDocument>))]
[JsonSerializable(typeof(NewJobDocument))]
[JsonSerializable(typeof(IReadOnlyList<NewJobDocument>))]
[JsonSerializable(typeof(IReadOnlyList<BatchEntryDocument>))]
[JsonSerializable(typeof(ResumeDocument))]
[JsonSerializable(typeof(CloneDocument))]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(IReadOnlyList<JobDocument>))]
[JsonSerializable(typeof(JobOutputDocument))]
[JsonSerializable(typeof(IReadOnlyList<RawJson>))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(ModuleListDocument))]
[JsonSerializable(typeof(ModuleDocument))]
[JsonSerializable(typeof(ModuleVersionDocument))]
[JsonSerializable(typeof(CurrentVersionDocument))]
[JsonSerializable(typeof(RetirementDocument))]
[JsonSerializable(typeof(CompatTableDocument))]
[JsonSerializable(typeof(ReadinessDocument))]
[JsonSerializable(typeof(PingDocument))]
[JsonSerializable(typeof(NewKeyDocument))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(IReadOnlyList<KeyDocument>))]
[JsonSerializable(typeof(StatsDocument))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(IReadOnlyList<RunnerDocument>))]
[JsonSerializable(typeof(NewWebhookDocument))]
[JsonSerializable(typeof(WebhookDocument))]
[JsonSerializable(typeof(IReadOnlyList<WebhookDocument>))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryDocument>))]
[JsonSerializable(typeof(DeliveryReceipt))]
[JsonSerializable(typeof(Problem))]
public sealed partial class ContractsJsonContext : JsonSerializerContext;
