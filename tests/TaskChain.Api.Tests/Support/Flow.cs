using System.Text.Json.Nodes;

namespace TaskChain.Api.Tests.Support;

/// <summary>Builds workflow documents.</summary>
internal static class Flow
{
    public static string UniqueName(string prefix = "wf") => $"{prefix}-{Guid.NewGuid():N}";

    public static JsonObject Of(params JsonObject[] tasks) => new()
    {
        ["name"] = UniqueName(),
        ["chain"] = new JsonArray([.. tasks]),
    };

    public static JsonObject Task(string name, string body) => new() { ["name"] = name, ["body"] = body };

    /// <summary>Declares a module under an alias, in the new form and the old one.</summary>
    public static JsonObject Needs(this JsonObject task, string alias, string module, string? version)
    {
        ((JsonObject)(task["modules"] ??= new JsonObject()))[alias] = module;
        ((JsonObject)(task["modules_plus"] ??= new JsonObject()))[alias] = new JsonObject { ["name"] = module, ["ver"] = version };
        return task;
    }

    /// <summary>Statements that call the test's recorder; the task needs <see cref="Calls"/> as well.</summary>
    public static string Call(string path) => $"await restify.CreateJsonClient(config[\"recorderUrl\"]).GetAsync(\"{path}\");\n";

    /// <summary>Gives a task what <see cref="Call"/> uses.</summary>
    public static JsonObject Calls(this JsonObject task) => task.Needs("restify", "restify", "4.3.4");

    public static JsonObject With(this JsonObject task, string member, JsonNode value)
    {
        task[member] = value;
        return task;
    }
}
