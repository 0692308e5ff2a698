namespace TaskChain.Consumers.Tour;

/// <summary>What came of a sample.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Ended">How it ended, in a few words.</param>
/// <param name="Versions">Module versions given, for people.</param>
/// <param name="Wrong">What is not as expected; null when everything is.</param>
internal sealed record SampleResult(Sample Sample, string Ended, string Versions, string? Wrong);
