namespace TaskChain.Api.Problems;

/// <summary>What a fault means for the request that met it.</summary>
internal enum FaultKind
{
    /// <summary>A defect of the service.</summary>
    Defect,

    /// <summary>The database is away; the same request may succeed later.</summary>
    DatabaseAway,

    /// <summary>Processes of the service are away; the same request may succeed later.</summary>
    ProcessesAway,
}

/// <summary>Tells faults that pass by themselves from defects.</summary>
internal interface IFaultClassifier
{
    /// <summary>What the fault means.</summary>
    FaultKind Classify(Exception exception);
}
