using TaskChain.Consumers.Tour;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests;

/// <summary>Everything together: the real service, its database, its processes, the packages, the consumers and the datacenter.</summary>
public sealed class TourTests(DatacenterFixture datacenter) : IClassFixture<DatacenterFixture>
{
    [Fact]
    public async Task Tour_TwiceAgainstTheRealService_EndsAsExpected()
    {
        await using var service = await ServiceProcess.StartAsync(datacenter.Config);
        var options = new TourOptions(
            service.Url, new Uri(datacenter.Url), Path.Combine(Repository.Root, "artifacts", "modules"), Path.Combine(Repository.Root, "compat"));

        // The second one finds modules, tables and workflows as the first has left them.
        for (var round = 1; round <= 2; round++)
        {
            await using var output = new StringWriter();

            var good = await new GuidedTour(options, new Screen(output, colour: false)).RunAsync(TestContext.Current.CancellationToken);

            Assert.True(good, $"Round {round}:\n{output}\n{service.Log}");
            Assert.Contains("Task 'adminui.count_vms' needs module 'restify' 2.8.5", output.ToString(), StringComparison.Ordinal);
        }
    }
}
