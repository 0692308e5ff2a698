using System.Net;
using System.Text.Json;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

public sealed class OpenApiTests(SharedService shared)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Snapshot => Path.Combine(Repository.Root, "tests", "TaskChain.Api.Tests", "openapi.json");

    /// <summary>A change of the API shows up in review. To accept it: TASKCHAIN_ACCEPT=1, run this test, commit the file.</summary>
    [Fact]
    public async Task Document_IsTheCommittedOne()
    {
        var answer = await shared.Api.GetAsync("/openapi.json");
        var actual = answer.Json.ToJsonString(Indented) + "\n";

        if (Environment.GetEnvironmentVariable("TASKCHAIN_ACCEPT") == "1") await File.WriteAllTextAsync(Snapshot, actual, TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(Snapshot, TestContext.Current.CancellationToken), actual);
    }

    [Fact]
    public async Task Document_IsOpenApi31AndDescribesEveryOperation()
    {
        var document = (await shared.Api.GetAsync("/openapi.json")).Json;
        var ids = new HashSet<string>(StringComparer.Ordinal);

        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                Assert.True(operation!["summary"] is not null && operation["operationId"] is not null, $"{method} {path} is not described.");
                Assert.True(ids.Add((string)operation["operationId"]!), $"'{operation["operationId"]}' names two operations.");
                foreach (var segment in path.Split('/').Where(part => part.StartsWith('{')))
                {
                    Assert.Contains(operation["parameters"]!.AsArray(), p => (string?)p!["name"] == segment.Trim('{', '}') && (string?)p["in"] == "path");
                }
            }
        }
    }

    [Fact]
    public async Task Page_IsServed()
    {
        var answer = await shared.Api.GetAsync("/docs/index.html");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("text/html", answer.MediaType);
    }
}
