using System.Text.Json.Nodes;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>A request of a sample that is served and whose answer is lost.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">Text in its path; <c>{0}</c> is the first of the job's things, <c>{1}</c> the second.</param>
/// <param name="Contains">Text in its body, in the same way; or null.</param>
internal sealed record LostAnswers(SampleCase Sample, string Method, string Path, string? Contains)
{
    /// <summary>The requests that start something, each of a sample that sends it.</summary>
    public static IReadOnlyList<LostAnswers> All { get; } =
    [
        Of("start-7.3.0", "POST", "/tickets", "{0}"),
        Of("start-7.3.0", "POST", "/vms/{0}/start"),
        Of("destroy-7.3.0", "DELETE", "/vms/{0}"),
        Of("destroy-7.3.0", "POST", "/fwapi/updates", "{0}"),
        Of("destroy-7.3.0", "POST", "/servers/default/tickets", "{1}"),
        Of("provision-7.3.0", "POST", "/sapi/instances", "{1}"),
        Of("provision-7.3.0", "POST", "/volapi/volumes", "{0}"),
        Of("provision-7.3.0", "POST", "/vms", "{0}"),
        Of("create-from-vm-7.2.0", "POST", "/vms/{0}/images"),
        Of("import-remote-image-7.2.0", "POST", "/imgapi/images/{0}"),
        Of("import-remote-image-7.2.0", "PUT", "/imgapi/images/{0}/file"),
        Of("pull-image-v2-2.1.0", "POST", "/docker/admin/images_v2", "{0}"),
        Of("server-reboot-1.3.0", "POST", "/servers/{0}/reboot"),
        Of("server-setup-1.3.0", "POST", "/servers/{0}/execute", "joysetup.sh\""),
        Of("migrate-switch-7.3.0", "POST", "/vms/{0}/migrate", "set-do-not-inventory"),
        Of("migrate-switch-7.3.0", "POST", "/vmapi/vms/{0}"),
    ];

    /// <summary>The fault for a job.</summary>
    public JsonObject FaultFor(SampleJob job) => new()
    {
        ["method"] = Method,
        ["path"] = With(Path, job),
        ["contains"] = Contains is null ? null : With(Contains, job),
        ["lose_answer"] = true,
    };

    private static LostAnswers Of(string workflow, string method, string path, string? contains = null) =>
        new(SampleCases.All.Single(sample => sample.Workflow == workflow), method, path, contains);

    private static string With(string text, SampleJob job) => job.About
        .Select((id, position) => (id, position))
        .Aggregate(text, (all, about) => all.Replace($"{{{about.position}}}", about.id, StringComparison.Ordinal));
}
