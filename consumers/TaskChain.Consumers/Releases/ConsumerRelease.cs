using TaskChain.Contracts.Workflows;

namespace TaskChain.Consumers.Releases;

/// <summary>One release of a consumer service, with the workflows it brings.</summary>
/// <param name="Consumer">Name of the service, for example <c>Vmapi</c>.</param>
/// <param name="Version">Its release, for example <c>7.0.8</c>; part of the names of its workflows.</param>
/// <param name="Workflows">Its workflows by file name, for example <c>start</c>; the documents are named <c>start-7.0.8</c>.</param>
public sealed record ConsumerRelease(string Consumer, string Version, IReadOnlyDictionary<string, WorkflowDocument> Workflows);
