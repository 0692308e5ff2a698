using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Modules;

namespace TaskChain.Api.Modules;

/// <summary>Routes of modules, their versions and compat tables.</summary>
internal static class ModuleRoutes
{
    /// <summary>Maps modules and current pointers.</summary>
    public static void MapModules(this IEndpointRouteBuilder routes, ModuleEndpoints endpoints)
    {
        routes.MapRead("/modules", endpoints.ListAsync, new OperationDescription("listModules", "Lists modules with their versions")
        {
            Answers = [new AnswerDescription(200, "The modules, by name.", typeof(ModuleListDocument))],
        });
        routes.MapRead("/modules/{name}", endpoints.GetAsync, new OperationDescription("getModule", "Reads a module with its versions")
        {
            Answers = [new AnswerDescription(200, "The module.", typeof(ModuleDocument))],
            Problems = [(404, "The module is not known; the message names near ones.")],
        });
        routes.MapRead("/modules/{name}/current", endpoints.GetCurrentAsync, new OperationDescription(
            "getCurrentVersion", "Reads which version tasks without a version are given")
        {
            Answers = [new AnswerDescription(200, "The version.", typeof(CurrentVersionDocument))],
            Problems = [(404, "The module is not known, or none of its versions is installed.")],
        });
        routes.MapChange("PUT", "/modules/{name}/current", endpoints.PutCurrentAsync, new OperationDescription(
            "setCurrentVersion", "Moves the current pointer")
        {
            Request = new BodyDescription(typeof(CurrentVersionDocument)),
            Answers = [new AnswerDescription(200, "Moved.", typeof(CurrentVersionDocument))],
            Problems = [(400, "The body is no JSON."), (404, "The module is not known."), (422, "That version is not installed.")],
        });
    }

    /// <summary>Maps versions.</summary>
    public static void MapModuleVersions(this IEndpointRouteBuilder routes, ModuleVersionEndpoints endpoints)
    {
        const string Pattern = "/modules/{name}/versions/{ver}";
        routes.MapRead(Pattern, endpoints.GetAsync, new OperationDescription("getModuleVersion", "Reads a version with its manifest and public API")
        {
            Answers = [new AnswerDescription(200, "The version.", typeof(ModuleVersionDocument))],
            Problems = [(404, "There is no such version.")],
        });
        routes.MapChange("PUT", Pattern, endpoints.PutAsync, new OperationDescription("publishModuleVersion", "Publishes a module package (.nupkg)")
        {
            Details = "A published version never changes. A version that the compat table does not have is appended to it.",
            Request = new BodyDescription(typeof(Stream)),
            Answers =
            [
                new AnswerDescription(200, "The same content was published before.", typeof(ModuleVersionDocument)),
                new AnswerDescription(201, "Published.", typeof(ModuleVersionDocument)),
            ],
            Problems =
            [
                (409, "Other content is published under that version."), (413, "The package is too large."),
                (415, "It is not sent as application/octet-stream."),
                (422, "It is no module package, or contradicts the request."),
            ],
        });
        routes.MapChange("DELETE", Pattern, endpoints.DeleteAsync, new OperationDescription(
            "retireModuleVersion", "Retires a version: tasks are not given it any more")
        {
            Parameters = [new ParameterDescription("force", "true retires it although live jobs are pinned to it.", typeof(bool))],
            Answers = [new AnswerDescription(200, "Retired.", typeof(RetirementDocument))],
            Problems = [(404, "That version is not installed."), (409, "Live jobs are pinned to it.")],
        });
    }

    /// <summary>Maps compat tables.</summary>
    public static void MapCompat(this IEndpointRouteBuilder routes, CompatEndpoints endpoints)
    {
        const string Pattern = "/modules/{name}/compat";
        routes.MapRead(Pattern, endpoints.GetAsync, new OperationDescription("getCompatTable", "Reads a module's history and compat table")
        {
            Parameters = [ParameterDescription.Header("If-None-Match", "An ETag that was read: 304 when the table is still that.")],
            Answers =
            [
                new AnswerDescription(200, "The table; 'ETag' is its revision.", typeof(CompatTableDocument)),
                new AnswerDescription(304, "Unchanged."),
            ],
            Problems = [(404, "The module is not known.")],
        });
        routes.MapChange("PUT", Pattern, endpoints.PutAsync, new OperationDescription("putCompatTable", "Replaces a module's compat table")
        {
            Details = "The history is append-only unless 'rewrite' is true and a reason is given.",
            Parameters =
            [
                ParameterDescription.Header("If-Match", "The ETag that was read."),
                ParameterDescription.Header("If-None-Match", "'*' for a module's first table."),
                new ParameterDescription("rewrite", "true allows to insert, remove and reorder entries.", typeof(bool)),
                new ParameterDescription("reason", "Why; needed with 'rewrite'.", typeof(string)),
            ],
            Request = new BodyDescription(typeof(CompatTableDocument)),
            Answers = [new AnswerDescription(200, "Replaced; 'ETag' is the new revision.", typeof(CompatTableDocument))],
            Problems =
            [
                (400, "The body is no JSON."), (412, "The table has changed since it was read."), (422, "The table breaks a rule."),
                (428, "Neither 'If-Match' nor 'If-None-Match' was sent."),
            ],
        });
    }
}
