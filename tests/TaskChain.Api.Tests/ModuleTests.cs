using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

public sealed class ModuleTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Publish_NewSameAndDifferent_IsCreatedThenOkThenConflict()
    {
        var module = Flow.UniqueName("url");
        var package = SamplePackages.ReadAs("url", "0.10.3", module, "1.0.0");

        var first = await _api.PublishAsync(module, "1.0.0", package);
        var again = await _api.PublishAsync(module, "1.0.0", package);
        var other = await _api.PublishAsync(module, "1.0.0", SamplePackages.ReadAs("url", "0.10.3", module, "1.0.0", remark: "Changed."));

        Assert.True(first.Status == HttpStatusCode.Created, first.ToString());
        Assert.Equal($"/modules/{module}/versions/1.0.0", first.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal((string?)first.Json["content_hash"], (string?)again.Json["content_hash"]);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Equal("module_version_conflict", other.Code);
    }

    [Fact]
    public async Task Publish_ManyTimesAtOnce_IsPublishedOnce()
    {
        var module = Flow.UniqueName("url");
        var package = SamplePackages.ReadAs("url", "0.10.3", module, "1.0.0");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _api.PublishAsync(module, "1.0.0", package)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.Single((await _api.GetAsync($"/modules/{module}/compat")).Json["history"]!.AsArray());
    }

    [Fact]
    public async Task Publish_UnderAnotherNameOrVersion_IsRefused()
    {
        var module = Flow.UniqueName("url");

        var name = await _api.PublishAsync(Flow.UniqueName("other"), "1.0.0", SamplePackages.ReadAs("url", "0.10.3", module, "1.0.0"));
        var version = await _api.PublishAsync(module, "1.0.1", SamplePackages.ReadAs("url", "0.10.3", module, "1.0.0"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "module_package_invalid"), (name.Status, name.Code));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "module_package_invalid"), (version.Status, version.Code));
    }

    [Fact]
    public async Task Publish_NoPackage_IsRefused()
    {
        var module = Flow.UniqueName("nothing");
        foreach (var bytes in (byte[][])[[], "no zip"u8.ToArray(), [0x50, 0x4b, 0x03, 0x04, 1, 2, 3]])
        {
            var answer = await _api.PublishAsync(module, "1.0.0", bytes);

            Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, answer.ToString());
            Assert.Equal("module_package_invalid", answer.Code);
        }
    }

    [Fact]
    public async Task Publish_NotAsBytes_IsUnsupported()
    {
        var answer = await _api.SendAsync(
            HttpMethod.Put, "/modules/x/versions/1.0.0", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
    }

    [Fact]
    public async Task Get_Version_ShowsManifestAndPublicApi()
    {
        var answer = await _api.GetAsync("/modules/sdc-clients/versions/9.0.3");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Sdc.SdcClients", (string?)answer.Json["manifest"]!["entry"]);
        Assert.Contains("WaitTicketAsync", answer.Json["surface"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool?)answer.Json["installed"]);
    }

    [Fact]
    public async Task Get_Module_ListsVersionsInTheOrderOfTheHistory()
    {
        var answer = await _api.GetAsync("/modules/sdc-clients");

        Assert.Equal(
            ["9.0.1", "9.0.2", "ee86d6312", "9.0.3", "9.1.0", "9.2.0", "10.0.0"], answer.Json["versions"]!.AsArray().Select(v => (string?)v!["ver"]));
        Assert.Equal([false, true, true, true, true, false, true], answer.Json["versions"]!.AsArray().Select(v => (bool)v!["installed"]!));
        Assert.Contains(((await _api.GetAsync("/modules")).Json["items"]!).AsArray(), m => (string?)m!["name"] == "url");
    }

    [Fact]
    public async Task Get_UnknownModule_NamesNearOnes()
    {
        var answer = await _api.GetAsync("/modules/sdc-cleints");

        Assert.Equal((HttpStatusCode.NotFound, "module_not_found"), (answer.Status, answer.Code));
        Assert.Contains("'sdc-clients'", (string?)answer.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownVersion_NamesInstalledOnes()
    {
        var answer = await _api.GetAsync("/modules/url/versions/7.7.7");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("0.11.0", (string?)answer.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_Moved_IsGivenToTasksWithoutAVersion()
    {
        var module = await TwoVersionsAsync();
        var before = await _api.GetAsync($"/modules/{module}/current");

        var moved = await _api.PutAsync($"/modules/{module}/current", new JsonObject { ["ver"] = "1.0.0" });
        var missing = await _api.PutAsync($"/modules/{module}/current", new JsonObject { ["ver"] = "3.0.0" });
        var wrong = await _api.PutAsync($"/modules/{module}/current", new JsonObject { ["version"] = "1.0.0" });
        var task = Flow.Task("old", "return wf_current_versions[\"url\"].ver.ToString();").With("modules", new JsonObject { ["url"] = module });
        var job = await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(task)));

        Assert.Equal("2.0.0", (string?)before.Json["ver"]);
        Assert.Equal(HttpStatusCode.OK, moved.Status);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "module_version_unavailable"), (missing.Status, missing.Code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("1.0.0", (string?)job["chain_results"]![0]!["result"]);
    }

    [Fact]
    public async Task Delete_WhileAJobIsPinned_IsRefusedUnlessForced()
    {
        var module = await TwoVersionsAsync();
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();").Needs("url", module, "1.0.0")));
        var job = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        await _api.BecomesAsync(job, "waiting");

        var refused = await _api.SendAsync(HttpMethod.Delete, $"/modules/{module}/versions/1.0.0");
        var forced = await _api.SendAsync(HttpMethod.Delete, $"/modules/{module}/versions/1.0.0?force=true");
        var again = await _api.SendAsync(HttpMethod.Delete, $"/modules/{module}/versions/1.0.0");
        var remembered = await _api.GetAsync($"/modules/{module}/versions/1.0.0");
        await _api.PostAsync($"/jobs/{job}/resume", new JsonObject());
        var finished = await _api.FinishedAsync(job);

        Assert.Equal((HttpStatusCode.Conflict, "module_version_in_use"), (refused.Status, refused.Code));
        Assert.Contains("1 live job is pinned to it", (string?)refused.Json["message"], StringComparison.Ordinal);
        Assert.True(forced.Status == HttpStatusCode.OK, forced.ToString());
        Assert.Equal(1, (int?)forced.Json["pinned_jobs"]);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.True((bool?)remembered.Json["retired"]);
        Assert.NotNull(remembered.Json["surface"]);
        Assert.Equal("succeeded", (string?)finished["execution"]); // it had started: it keeps what it is pinned to
    }

    [Fact]
    public async Task Compat_Changes_NeedTheTagThatWasRead()
    {
        var module = await TwoVersionsAsync();
        var path = $"/modules/{module}/compat";
        var read = await _api.GetAsync(path);
        var tag = read.Headers.ETag!.Tag;
        var table = read.Json;
        table["history"]!.AsArray().Add(new JsonObject { ["ver"] = "3.0.0", ["breaks_bc"] = true, ["reason"] = "All is new." });

        var without = await _api.PutAsync(path, table);
        var stale = await _api.PutAsync(path, table, ("If-Match", "\"999\""));
        var saved = await _api.PutAsync(path, table, ("If-Match", tag));
        var staleNow = await _api.PutAsync(path, table, ("If-Match", tag));
        var unchanged = await _api.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", saved.Headers.ETag!.Tag));

        Assert.Equal((HttpStatusCode.PreconditionRequired, "precondition_required"), (without.Status, without.Code));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), (stale.Status, stale.Code));
        Assert.True(saved.Status == HttpStatusCode.OK, saved.ToString());
        Assert.NotEqual(tag, saved.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, staleNow.Status);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.Status);
    }

    [Fact]
    public async Task Compat_Rewritten_NeedsAReason()
    {
        var module = await TwoVersionsAsync();
        var path = $"/modules/{module}/compat";
        var read = await _api.GetAsync(path);
        var table = read.Json;
        table["history"]!.AsArray().Insert(0, new JsonObject { ["ver"] = "0.9.0", ["breaks_bc"] = false });

        var refused = await _api.PutAsync(path, table, ("If-Match", read.Headers.ETag!.Tag));
        var noReason = await _api.PutAsync(path + "?rewrite=true", table, ("If-Match", read.Headers.ETag!.Tag));
        var rewritten = await _api.PutAsync(path + "?rewrite=true&reason=forgotten", table, ("If-Match", read.Headers.ETag!.Tag));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "compat_table_invalid"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, noReason.Status);
        Assert.True(rewritten.Status == HttpStatusCode.OK, rewritten.ToString());
    }

    private async Task<string> TwoVersionsAsync()
    {
        var module = Flow.UniqueName("url");
        foreach (var version in (string[])["1.0.0", "2.0.0"])
        {
            var answer = await _api.PublishAsync(module, version, SamplePackages.ReadAs("url", "0.10.3", module, version));
            Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        }

        return module;
    }
}
