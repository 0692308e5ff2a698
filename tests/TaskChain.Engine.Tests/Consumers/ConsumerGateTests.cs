using TaskChain.Engine.Consumers;
using TaskChain.Engine.Ports;
using TaskChain.Testing;

namespace TaskChain.Engine.Tests.Consumers;

public sealed class ConsumerGateTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ConsumerGate _gate;
    private long _live;
    private int _counts;

    public ConsumerGateTests() => _gate = new ConsumerGate(CountAsync, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enter_NoLimitsOrNoKey_IsAdmittedWithoutCounting()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.IsType<JobAdmission.Admitted>(await _gate.EnterAsync("a", new ConsumerLimits(MaxRequestBytes: 1), 1000, Token));
            Assert.IsType<JobAdmission.Admitted>(await _gate.EnterAsync(null, new ConsumerLimits(MaxLiveJobs: 0), 1, Token));
        }

        Assert.Equal(0, _counts);
    }

    [Fact]
    public async Task Enter_FasterThanTheRate_IsLimitedAndToldWhenToTryAgain()
    {
        var limits = new ConsumerLimits(JobsPerSecond: 2, Burst: 3);
        for (var i = 0; i < 3; i++) Assert.IsType<JobAdmission.Admitted>(await EnterAsync(limits));

        var limited = Assert.IsType<JobAdmission.Limited>(await EnterAsync(limits));
        _time.Advance(limited.RetryAfter);
        var later = await EnterAsync(limits);
        var again = await EnterAsync(limits);

        Assert.Equal(("rate_limited", TimeSpan.FromSeconds(0.5), 2.0, 4.0), (limited.Code, limited.RetryAfter, limited.Limit, limited.Observed));
        Assert.Contains("'a' may post 2 jobs per second", limited.Message, StringComparison.Ordinal);
        Assert.IsType<JobAdmission.Admitted>(later);
        Assert.IsType<JobAdmission.Limited>(again);
    }

    [Fact]
    public async Task Enter_BatchLargerThanTheBurst_IsPaidForLater()
    {
        var limits = new ConsumerLimits(JobsPerSecond: 10);

        var batch = await EnterAsync(limits, jobs: 30);
        var next = Assert.IsType<JobAdmission.Limited>(await EnterAsync(limits));

        Assert.IsType<JobAdmission.Admitted>(batch);
        Assert.Equal(2.1, next.RetryAfter.TotalSeconds, 6);
    }

    [Fact]
    public async Task Enter_OtherConsumer_HasItsOwnRate()
    {
        var limits = new ConsumerLimits(JobsPerSecond: 1);
        await EnterAsync(limits);

        Assert.IsType<JobAdmission.Admitted>(await _gate.EnterAsync("b", limits, 1, Token));
        Assert.IsType<JobAdmission.Limited>(await EnterAsync(limits));
    }

    [Fact]
    public async Task Enter_LimitsRaised_CountAtOnce()
    {
        await EnterAsync(new ConsumerLimits(JobsPerSecond: 1));

        Assert.IsType<JobAdmission.Admitted>(await EnterAsync(new ConsumerLimits(JobsPerSecond: 5)));
    }

    [Fact]
    public async Task Enter_LiveJobs_CountsWhatWasPostedSinceTheLastLook()
    {
        var limits = new ConsumerLimits(MaxLiveJobs: 5);
        _live = 3;

        using (var first = Admitted(await EnterAsync(limits))) first.Stored(1);
        using (var second = Admitted(await EnterAsync(limits))) second.Stored(1);
        _live = 5;
        var limited = Assert.IsType<JobAdmission.Limited>(await EnterAsync(limits));

        Assert.Equal(("too_many_live_jobs", 5.0, 5.0), (limited.Code, limited.Limit, limited.Observed));
        Assert.Contains("5 live jobs of at most 5", limited.Message, StringComparison.Ordinal);
        Assert.Equal(1, _counts);
    }

    [Fact]
    public async Task Enter_JobsHaveEnded_IsNotRefusedBecauseOfAnOldCount()
    {
        var limits = new ConsumerLimits(MaxLiveJobs: 5);
        _live = 5;
        Assert.IsType<JobAdmission.Limited>(await EnterAsync(limits));

        _live = 4;
        _time.Advance(TimeSpan.FromMilliseconds(101));

        Assert.IsType<JobAdmission.Admitted>(await EnterAsync(limits));
    }

    [Fact]
    public async Task Enter_ManyAtOnce_NeverPassTheLimitTogether()
    {
        var limits = new ConsumerLimits(MaxLiveJobs: 10);

        var admissions = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await EnterAsync(limits), Token)));

        Assert.Equal(10, admissions.OfType<JobAdmission.Admitted>().Count());
    }

    [Fact]
    public async Task Dispose_WithoutStored_GivesThePlaceBack()
    {
        var limits = new ConsumerLimits(MaxLiveJobs: 1);

        Admitted(await EnterAsync(limits)).Dispose();

        Assert.IsType<JobAdmission.Admitted>(await EnterAsync(limits));
        Assert.IsType<JobAdmission.Limited>(await EnterAsync(limits));
    }

    [Fact]
    public async Task Enter_SecondLater_CountsAnew()
    {
        var limits = new ConsumerLimits(MaxLiveJobs: 2);
        using (var admitted = Admitted(await EnterAsync(limits))) admitted.Stored(1);
        _live = 1;
        _time.Advance(TimeSpan.FromSeconds(1.1));

        var before = await EnterAsync(limits);

        Assert.IsType<JobAdmission.Admitted>(before);
        Assert.Equal(2, _counts);
    }

    private static JobAdmission.Admitted Admitted(JobAdmission admission) => Assert.IsType<JobAdmission.Admitted>(admission);

    private Task<long> CountAsync(string consumer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _counts);
        return Task.FromResult(Interlocked.Read(ref _live));
    }

    private ValueTask<JobAdmission> EnterAsync(ConsumerLimits limits, int jobs = 1) => _gate.EnterAsync("a", limits, jobs, Token);
}
