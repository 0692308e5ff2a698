using Microsoft.AspNetCore.WebUtilities;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.Problems;

/// <summary>Titles: one per code, never depending on the request.</summary>
internal static class ProblemTitles
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        [ProblemCodes.WorkflowInvalid] = "There are several problems",
        [ProblemCodes.InvalidValue] = "A value is missing or not allowed",
        [ProblemCodes.InvalidRequest] = "The request cannot be read",
        [ProblemCodes.InvalidContent] = "The request's body cannot be read",
        [ProblemCodes.BadDigest] = "The request's body is damaged",
        [ProblemCodes.InvalidVersion] = "The API has no such version",
        [ProblemCodes.NotAcceptable] = "Nothing that the caller takes",
        [ProblemCodes.IdempotencyKeyReused] = "The key was used with another request",
        [ProblemCodes.ScriptInvalid] = "A task body does not compile",
        [ProblemCodes.ScriptTooComplex] = "A task body is too much for the compiler",
        [ProblemCodes.ModuleMemberMissing] = "A task body uses a member that its module version lacks",
        [ProblemCodes.ModuleCompatBroken] = "No installed module version is compatible",
        [ProblemCodes.ModuleNotFound] = "The module is not known",
        [ProblemCodes.ModuleVersionUnavailable] = "The module version is not installed",
        [ProblemCodes.ModuleVersionInvalid] = "The module version cannot be read",
        [ProblemCodes.ModuleVersionAmbiguous] = "The module version fits several",
        [ProblemCodes.ModulesDisagree] = "The declarations of a module disagree",
        [ProblemCodes.ModuleVersionConflict] = "The module version is published with other content",
        [ProblemCodes.ModulePackageInvalid] = "The module package cannot be used",
        [ProblemCodes.ModuleVersionInUse] = "Jobs are pinned to the module version",
        [ProblemCodes.CompatTableInvalid] = "The compat table breaks a rule",
        [ProblemCodes.ResourceNotFound] = "There is no such resource",
        [ProblemCodes.ConflictError] = "The resource's state does not allow it",
        [ProblemCodes.InvalidArgument] = "Another resource has that value",
        [ProblemCodes.MethodNotAllowed] = "The method is not allowed here",
        [ProblemCodes.Unauthorized] = "The request needs an API key",
        [ProblemCodes.RateLimited] = "The consumer posts jobs too fast",
        [ProblemCodes.TooManyLiveJobs] = "The consumer has too many live jobs",
        [ProblemCodes.PayloadTooLarge] = "The request is too large",
        [ProblemCodes.PreconditionRequired] = "The change needs an If-Match header",
        [ProblemCodes.PreconditionFailed] = "The resource has changed",
        [ProblemCodes.Forbidden] = "The caller may not do that",
        [ProblemCodes.ServiceUnavailable] = "The database is away",
        [ProblemCodes.Unavailable] = "The service cannot do it now",
        [ProblemCodes.InternalError] = "The service has failed",
    };

    /// <summary>The title of a code; the status's reason phrase for a code without one.</summary>
    public static string Of(string code, int status) => Titles.GetValueOrDefault(code) ?? ReasonPhrases.GetReasonPhrase(status);
}
