namespace TaskChain.Api.Problems;

/// <summary>Tells faults that pass by themselves (database or processes away) from defects.</summary>
internal interface IFaultClassifier
{
    /// <summary>True when the same request may succeed later.</summary>
    bool IsUnavailable(Exception exception);
}
