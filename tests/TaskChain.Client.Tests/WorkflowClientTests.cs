using System.Net;
using System.Text.Json;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts.Problems;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Client.Tests;

public sealed class WorkflowClientTests
{
    private const string Uuid = "0197f3a0-0000-7000-8000-000000000001";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitWorkflowAsync_TypedSpec_SendsTheFieldsOfTheWire()
    {
        var service = new FakeService().Answer($$"""{ "uuid": "{{Uuid}}", "name": "start-7.0.8", "chain": [] }""", HttpStatusCode.Created);
        using var client = service.Client();

        await client.SubmitWorkflowAsync(
            new WorkflowDocument
            {
                Name = "start-7.0.8",
                Timeout = 410,
                Chain =
                [
                    new TaskDocument { Name = "cnapi.wait", Body = "return 1;", Timeout = 120, Retry = 2, Fallback = "return 2;" }
                        .Using("sdcClients", "sdc-clients", "9.0.3").Using("url", "url"),
                ],
                Onerror = [new TaskDocument { Body = "return null;" }],
            },
            Ct);

        var request = Assert.Single(service.Requests);
        Assert.Equal("POST /base/workflows", request.Line);
        Assert.Equal("application/json", request.ContentType);
        AssertJson(
            """
            { "name": "start-7.0.8",
              "chain": [{ "name": "cnapi.wait", "body": "return 1;", "timeout": 120, "retry": 2, "fallback": "return 2;",
                          "modules": { "sdcClients": "sdc-clients", "url": "url" }, "modules_plus": { "sdcClients": { "name": "sdc-clients", "ver": "9.0.3" } } }],
              "onerror": [{ "body": "return null;" }], "timeout": 410 }
            """,
            request.Body);
    }

    [Fact]
    public async Task SubmitWorkflowAsync_Accepted_GivesWarningsCheckAndUnknownMembers()
    {
        var service = new FakeService().Answer(
            $$"""
            { "name": "w", "chain": [{ "uuid": "t1", "name": "a", "body": "b", "modules": { "u": "url", "s": { "name": "sdc-clients", "ver": "9.*" } }, "compat": "proof", "colour": "red" }],
              "uuid": "{{Uuid}}", "created_at": "2026-01-01T00:00:00Z",
              "warnings": [{ "code": "module_deprecated", "message": "Module 'async' is deprecated.", "task": "a", "more_facts": 1 }], "check": { "tasks": [] } }
            """,
            HttpStatusCode.Created);
        using var client = service.Client();

        var workflow = await client.SubmitWorkflowAsync(new WorkflowDocument { Name = "w", Chain = [] }, Ct);

        Assert.Equal(Guid.Parse(Uuid), workflow.Uuid);
        Assert.Equal(new ModuleReference("sdc-clients", "9.*"), workflow.Chain[0].Modules!["s"]);
        Assert.Equal(new ModuleReference("url"), workflow.Chain[0].Modules!["u"]);
        Assert.Equal(("proof", "red"), (workflow.Chain[0].Compat, workflow.Chain[0].More!["colour"].GetString()));
        Assert.Equal(ProblemCodes.ModuleDeprecated, Assert.Single(workflow.Warnings!).Code);
        Assert.Equal("""{ "tasks": [] }""", workflow.Check.ToString());
    }

    [Fact]
    public async Task SubmitWorkflowAsync_Refused_ThrowsWithEveryProblem()
    {
        var service = new FakeService().Answer(
            """
            { "code": "workflow_invalid", "message": "3 problems.", "type": "urn:x", "status": 422, "detail": "3 problems.", "trace_id": "abc",
              "errors": [ { "code": "module_not_found", "message": "Module 'sdc-client' is not known.", "pointer": "/chain/0/modules_plus/s", "task": "one", "task_index": 0 },
                          { "code": "module_version_invalid", "message": "'9' is no version." },
                          { "code": "script_invalid", "message": "; expected", "task": "three", "line": 4, "column": 7, "diagnostic_id": "CS1002" } ] }
            """,
            HttpStatusCode.UnprocessableEntity);
        using var client = service.Client();

        var refused = await Assert.ThrowsAsync<TaskChainProblemException>(() => client.SubmitWorkflowAsync(new WorkflowDocument { Name = "w", Chain = [] }, Ct));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, ProblemCodes.WorkflowInvalid, "abc", false), (refused.Status, refused.Code, refused.TraceId, refused.IsTransient));
        Assert.Equal(["module_not_found", "module_version_invalid", "script_invalid"], refused.Errors.Select(error => error.Code));
        Assert.Equal((4, 7, "CS1002"), (refused.Errors[2].Line, refused.Errors[2].Column, refused.Errors[2].DiagnosticId));
        Assert.Contains("; expected (script_invalid, task 'three', line 4)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindWorkflowAsync_UnknownName_GivesNull()
    {
        var service = new FakeService().Answer("[]");
        using var client = service.Client();

        Assert.Null(await client.FindWorkflowAsync("a b&c", Ct));
        Assert.Equal("GET /base/workflows?name=a%20b%26c", Assert.Single(service.Requests).Line);
    }

    [Fact]
    public async Task ListWorkflowsAsync_MoreThanAPage_FetchesTheNextOne()
    {
        var item = $$"""{ "uuid": "{{Uuid}}", "name": "w", "chain": [] }""";
        var service = new FakeService().Answer($"[{string.Join(',', Enumerable.Repeat(item, 100))}]").Answer($"[{item}]");
        using var client = service.Client();

        Assert.Equal(101, await client.ListWorkflowsAsync(Ct).CountAsync(Ct));
        Assert.Equal("GET /base/workflows?offset=100&limit=100", service.Requests[1].Line);
    }

    [Fact]
    public async Task SubmitWorkflowAsync_ConnectionFails_IsRepeatedUnderTheSameKeyUnlessItHasAnId()
    {
        var service = new FakeService().Fail().Answer($$"""{ "name": "w", "chain": [] }""", HttpStatusCode.Created).Fail();
        using var client = service.Client();

        await client.SubmitWorkflowAsync(new WorkflowDocument { Name = "w", Chain = [] }, Ct);
        await Assert.ThrowsAsync<TaskChainConnectionException>(
            () => client.SubmitWorkflowAsync(new WorkflowDocument { Name = "w", Chain = [], Uuid = Guid.Parse(Uuid) }, Ct));

        Assert.NotNull(service.Requests[0].Header("Idempotency-Key"));
        Assert.Equal(service.Requests[0].Header("Idempotency-Key"), service.Requests[1].Header("Idempotency-Key"));
        Assert.Null(service.Requests[2].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task UpdatePauseResumeDelete_AreSentToTheirPaths()
    {
        var workflow = $$"""{ "uuid": "{{Uuid}}", "name": "w", "chain": [], "paused": true }""";
        var service = new FakeService().Answer(workflow).Answer(workflow).Answer(workflow).Answer("", HttpStatusCode.NoContent);
        using var client = service.Client();
        var id = Guid.Parse(Uuid);

        await client.UpdateWorkflowAsync(id, new WorkflowDocument { Name = "w", Chain = [] }, Ct);
        var paused = await client.PauseWorkflowAsync(id, Ct);
        await client.ResumeWorkflowAsync(id, Ct);
        await client.DeleteWorkflowAsync(id, Ct);

        Assert.True(paused.Paused);
        Assert.Equal(
            [$"PUT /base/workflows/{Uuid}", $"POST /base/workflows/{Uuid}/pause", $"POST /base/workflows/{Uuid}/resume", $"DELETE /base/workflows/{Uuid}"],
            service.Requests.Select(request => request.Line));
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), actual);
}
