using System.Text;
using TaskChain.Engine.Services;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Tests.Submission;

public sealed class RequestKeyTests
{
    [Fact]
    public void Of_ARequestWithoutKey_IsNothing() => Assert.Null(RequestKey.Of(new SubmitContext("vmapi"), "/jobs", "{}"u8));

    [Fact]
    public void Of_TheSameRequest_GivesTheSameIds()
    {
        var (one, other) = (Make("vmapi", "k", "/jobs", "{}"), Make("vmapi", "k", "/jobs", "{}"));

        Assert.Equal(one.Fingerprint, other.Fingerprint);
        Assert.Equal((one.JobId(), one.JobId(3), one.WorkflowId(), one.RevisionId()), (other.JobId(), other.JobId(3), other.WorkflowId(), other.RevisionId()));
    }

    [Theory]
    [InlineData("vmapi", "k2", "/jobs", "{}", false)]
    [InlineData("cnapi", "k", "/jobs", "{}", false)]
    [InlineData(null, "k", "/jobs", "{}", false)]
    [InlineData("vmapi", "k", "/jobs", "{ }", true)]
    [InlineData("vmapi", "k", "/jobs?all=true", "{}", true)]
    public void Of_AnotherRequest_TellsItByIdOrFingerprint(string? consumer, string key, string kind, string body, bool sameId)
    {
        var (one, other) = (Make("vmapi", "k", "/jobs", "{}"), Make(consumer, key, kind, body));

        Assert.Equal(sameId, one.JobId() == other.JobId());
        Assert.Equal(sameId, one.WorkflowId() == other.WorkflowId());
        Assert.Equal(sameId, one.Fingerprint != other.Fingerprint);
        Assert.NotEqual(one.RevisionId(), other.RevisionId());
    }

    [Fact]
    public void Of_ConsumersAndKeysThatReadAlikeTogether_AreKeptApart()
    {
        Guid[] ids = [Make("ab", "c", "", "").JobId(), Make("a", "bc", "", "").JobId(), Make(null, "abc", "", "").JobId(), Make("", "abc", "", "").JobId(), Make("-", "abc", "", "").JobId()];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Ids_AreOfVersion8AndTellWhatTheyName()
    {
        var key = Make("vmapi", "k", "/jobs", "{}");
        Guid[] ids = [key.JobId(), key.JobId(1), key.JobId(10), key.WorkflowId(), key.RevisionId()];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(8, id.Version));
        Assert.All(ids, id => Assert.InRange(id.Variant, 8, 11));
    }

    private static RequestKey Make(string? consumer, string key, string kind, string body) =>
        RequestKey.Of(new SubmitContext(consumer, key), kind, Encoding.UTF8.GetBytes(body))!;
}
