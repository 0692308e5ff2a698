namespace TaskChain.Contracts.Problems;

/// <summary>Codes of problem answers and of job errors; programs branch on them, so they never change meaning.</summary>
public static class ProblemCodes
{
    /// <summary>Several problems of one workflow; see <c>errors</c>.</summary>
    public const string WorkflowInvalid = "workflow_invalid";

    /// <summary>A member is missing, of the wrong type or out of range.</summary>
    public const string InvalidValue = "invalid_value";

    /// <summary>The request is no JSON, or not of the shape asked for.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The request's body is no JSON (node-workflow's word).</summary>
    public const string InvalidContent = "InvalidContent";

    /// <summary>The request's body is not what its <c>Content-MD5</c> says (node-workflow's word).</summary>
    public const string BadDigest = "BadDigest";

    /// <summary>The caller asks for a version of the API that is not this one (node-workflow's word).</summary>
    public const string InvalidVersion = "InvalidVersion";

    /// <summary>The caller takes nothing that the resource can be answered as (node-workflow's word).</summary>
    public const string NotAcceptable = "NotAcceptableError";

    /// <summary>A key in <c>Idempotency-Key</c> has been used with another request.</summary>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>A member that is close to a known one, probably misspelt.</summary>
    public const string UnknownMember = "unknown_member";

    /// <summary>A body does not compile against any known version of its modules.</summary>
    public const string ScriptInvalid = "script_invalid";

    /// <summary>A body takes the compiler longer or more memory than allowed.</summary>
    public const string ScriptTooComplex = "script_too_complex";

    /// <summary>An unguarded use of a member that the given module version lacks.</summary>
    public const string ModuleMemberMissing = "module_member_missing";

    /// <summary>No installed version of a module is usable for a task (R18).</summary>
    public const string ModuleCompatBroken = "module_compat_broken";

    /// <summary>No module of that name is known.</summary>
    public const string ModuleNotFound = "module_not_found";

    /// <summary>The module is known, but none of its versions is installed.</summary>
    public const string ModuleVersionUnavailable = "module_version_unavailable";

    /// <summary>A version is neither SemVer, SHA nor range.</summary>
    public const string ModuleVersionInvalid = "module_version_invalid";

    /// <summary>A short SHA fits several versions.</summary>
    public const string ModuleVersionAmbiguous = "module_version_ambiguous";

    /// <summary><c>modules</c>, <c>modules_plus</c> and <c>imports</c> disagree.</summary>
    public const string ModulesDisagree = "modules_disagree";

    /// <summary>The module is deprecated (a warning).</summary>
    public const string ModuleDeprecated = "module_deprecated";

    /// <summary>A body uses members that the given version lacks, behind guards (a warning).</summary>
    public const string ModuleLateBound = "module_late_bound";

    /// <summary>A task trusts the proof and is given a version behind a break (a warning).</summary>
    public const string ModuleBreakOverruled = "module_break_overruled";

    /// <summary>A body binds to other symbols than in the requested version (a warning).</summary>
    public const string ModuleRebound = "module_rebound";

    /// <summary>The requested version is not in the module's history; its place is assumed (a warning).</summary>
    public const string ModuleVersionUnknown = "module_version_unknown";

    /// <summary>That version is published with other content.</summary>
    public const string ModuleVersionConflict = "module_version_conflict";

    /// <summary>A package is no module package, or contradicts the request.</summary>
    public const string ModulePackageInvalid = "module_package_invalid";

    /// <summary>Live jobs are pinned to a version that is to be retired.</summary>
    public const string ModuleVersionInUse = "module_version_in_use";

    /// <summary>A compat table breaks a rule (R10 to R13).</summary>
    public const string CompatTableInvalid = "compat_table_invalid";

    /// <summary>No resource under that id.</summary>
    public const string ResourceNotFound = "ResourceNotFound";

    /// <summary>node-workflow's word for a refused state change.</summary>
    public const string ConflictError = "ConflictError";

    /// <summary>node-workflow's word for a value that another resource has already.</summary>
    public const string InvalidArgument = "InvalidArgument";

    /// <summary>The method is not allowed on that resource.</summary>
    public const string MethodNotAllowed = "MethodNotAllowedError";

    /// <summary>The request has no API key, or one that is not known or has been revoked.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>The consumer posts more jobs per second than its limit.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The consumer has as many live jobs as its limit.</summary>
    public const string TooManyLiveJobs = "too_many_live_jobs";

    /// <summary>The caller may not do that.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The request is larger than allowed.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>A change needs <c>If-Match</c>.</summary>
    public const string PreconditionRequired = "precondition_required";

    /// <summary>The resource changed since it was read.</summary>
    public const string PreconditionFailed = "PreconditionFailed";

    /// <summary>The database is away; try again later (node-workflow's word).</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>The service cannot do it now; try again later.</summary>
    public const string Unavailable = "service_unavailable";

    /// <summary>A fault of the service.</summary>
    public const string InternalError = "InternalError";

    /// <summary>A body failed.</summary>
    public const string TaskFailed = "task_failed";

    /// <summary>A task outlived its timeout.</summary>
    public const string TaskTimeout = "task_timeout";

    /// <summary>A job outlived its workflow's timeout.</summary>
    public const string WorkflowTimeout = "workflow_timeout";

    /// <summary>A job was cancelled: what the bodies that tidy up find as their <c>error</c>.</summary>
    public const string Canceled = "canceled";

    /// <summary>A worker process died while it ran a body.</summary>
    public const string WorkerCrashed = "worker_crashed";
}
