using TaskChain.Datacenter.Admin;

namespace TaskChain.Datacenter.Cnapi;

/// <summary>What a compute node is told to do.</summary>
/// <param name="Server">The node.</param>
/// <param name="Action">In a word, for people.</param>
/// <param name="Vm">The machine it is about, or null.</param>
/// <param name="Effect">What is different once it has succeeded.</param>
/// <param name="Fault">The fault that befell the request, or null.</param>
internal sealed record TaskOrder(string Server, string Action, string? Vm, Action Effect, Fault? Fault);
