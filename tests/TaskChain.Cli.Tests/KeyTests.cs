using TaskChain.Api.Tests.Support;

namespace TaskChain.Cli.Tests;

public sealed class KeyTests
{
    [Fact]
    public async Task Keys_FromTheFirstToTheRevokedOne()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.ListeningAsync(folder.File("data"));
        var nobody = new Taskchain(service.Api.Url);

        var first = await nobody.DoAsync("key", "create", "admin", "--scope", "maintain", "--scope", "read");
        var admin = new Taskchain(service.Api.Url, first.Line);
        var second = await admin.DoAsync("key", "create", "vmapi", "--jobs-per-second", "2.5", "--max-live-jobs", "100", "-o", "json");
        var vmapi = new Taskchain(service.Api.Url, (string)second.Json["key"]!);
        var refused = await nobody.RunAsync("job", "list");
        var forbidden = await vmapi.RunAsync("key", "list");
        var doctor = await nobody.RunAsync("doctor");
        var served = await vmapi.DoAsync("job", "list");
        var list = await admin.DoAsync("key", "list");
        await admin.DoAsync("key", "revoke", (string)second.Json["uuid"]!, "--yes");
        var revoked = await vmapi.RunAsync("job", "list");
        var wrong = await new Taskchain(service.Api.Url, "tc wrong").RunAsync("job", "list");

        Assert.Matches("^tc_[0-9a-f]{32}_[0-9A-Za-z]{43}$", first.Line);
        Assert.Contains("not told again", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Line, first.Error, StringComparison.Ordinal);
        Assert.Equal((2.5, 100), ((double?)second.Json["limits"]!["jobs_per_second"], (int?)second.Json["limits"]!["max_live_jobs"]));
        Assert.Equal((1, 1, 1, 1), (refused.Exit, forbidden.Exit, doctor.Exit, revoked.Exit));
        Assert.Contains("code unauthorized", refused.Error, StringComparison.Ordinal);
        Assert.Contains("needs the scope 'maintain'", forbidden.Error, StringComparison.Ordinal);
        Assert.Contains("access:   The request has no API key.", doctor.Out, StringComparison.Ordinal);
        Assert.StartsWith("UUID", served.Out, StringComparison.Ordinal);
        Assert.Contains("vmapi", list.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Line[^43..], list.Out, StringComparison.Ordinal);
        Assert.Contains("was revoked", service.Errors, StringComparison.Ordinal); // the log tells of keys, and never their text
        Assert.DoesNotContain(first.Line[^43..], service.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(((string)second.Json["key"]!)[^43..], service.Errors, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Exit);
        Assert.DoesNotContain("tc wrong", wrong.Error, StringComparison.Ordinal);
    }
}
