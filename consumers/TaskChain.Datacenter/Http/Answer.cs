using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Http;

/// <summary>Answers in the form of the datacenter's APIs.</summary>
internal static class Answer
{
    /// <summary>A JSON value. Written at once, so that the caller's lock covers it.</summary>
    public static IResult Json(JsonNode value, int status = StatusCodes.Status200OK) => Results.Text(value.ToJsonString(), "application/json", null, status);

    /// <summary>Several JSON values.</summary>
    public static IResult List(IEnumerable<JsonNode> values) => Json(new JsonArray([.. values.Select(value => value.DeepClone())]));

    /// <summary>Done, nothing to say.</summary>
    public static IResult Done { get; } = Results.StatusCode(StatusCodes.Status204NoContent);

    /// <summary>No such thing.</summary>
    public static IResult NotFound(string kind, string id) => Error(StatusCodes.Status404NotFound, "ResourceNotFound", $"{kind} '{id}' does not exist.");

    /// <summary>An error with code and message.</summary>
    public static IResult Error(int status, string code, string message) => Json(new JsonObject { ["code"] = code, ["message"] = message }, status);
}
