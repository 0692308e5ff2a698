namespace TaskChain.Datacenter.Admin;

/// <summary>Something that goes wrong, or slowly, on demand.</summary>
/// <param name="Path">Text in the paths of the requests that it befalls.</param>
/// <param name="Method">Their method, or null for any.</param>
/// <param name="Times">How many requests it befalls.</param>
/// <param name="Status">HTTP status that they are answered with, or null to serve them.</param>
/// <param name="DelaySeconds">How long they wait first.</param>
/// <param name="TaskSeconds">How long a task that they start takes, or null for the usual time.</param>
/// <param name="TaskError">With what a task that they start fails, or null.</param>
internal sealed record Fault(
    string Path, string? Method, int Times, int? Status, double DelaySeconds, double? TaskSeconds, string? TaskError);
