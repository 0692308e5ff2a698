namespace TaskChain.Modules.Tests.Samples;

/// <summary>Does many things at once, a limited number at a time.</summary>
internal static class Crowd
{
    /// <summary>Tries each and fails with all problems.</summary>
    /// <param name="things">What is tried.</param>
    /// <param name="atOnce">How many at a time.</param>
    /// <param name="problemOf">Says what is wrong, or null.</param>
    public static async Task TryAllAsync<T>(IEnumerable<T> things, int atOnce, Func<T, Task<string?>> problemOf)
    {
        using var slots = new SemaphoreSlim(atOnce);
        var problems = await Task.WhenAll(things.Select(async thing =>
        {
            await slots.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return await problemOf(thing) is { } problem ? $"{thing}: {problem}" : null;
            }
            finally
            {
                slots.Release();
            }
        }));

        Assert.True(problems.All(problem => problem is null), string.Join("\n", problems.OfType<string>()));
    }
}
