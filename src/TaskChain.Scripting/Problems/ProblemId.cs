namespace TaskChain.Scripting.Problems;

/// <summary>Ids of our own problems. They are documented and never reused.</summary>
internal static class ProblemId
{
    public const string Directive = "TC1001";
    public const string ExternAlias = "TC1002";
    public const string AssemblyAttribute = "TC1003";
    public const string NotAStatement = "TC1004";
    public const string ReservedName = "TC1005";
    public const string TopLevelYield = "TC1006";
    public const string Shape = "TC1007";
    public const string TooLarge = "TC1008";
    public const string TooComplex = "TC1009";
    public const string Alias = "TC1010";
    public const string ModuleUnusable = "TC1011";
    public const string MoreProblems = "TC1012";
    public const string MissingMember = "TC2001";
    public const string LateBound = "TC2002";
    public const string NotLateBindable = "TC2003";
    public const string AmbiguousVersions = "TC2004";
}
