namespace TaskChain.Api.Hosting;

/// <summary>Undoes a start step by step in reverse order, also of a start that did not get to its end.</summary>
internal sealed class Teardown : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _steps = new();

    /// <summary>Adds a step.</summary>
    public void Push(Func<ValueTask> step) => _steps.Push(step);

    /// <summary>Adds the disposal of what has just been made.</summary>
    public T Push<T>(T made)
        where T : IAsyncDisposable
    {
        _steps.Push(made.DisposeAsync);
        return made;
    }

    /// <summary>Runs all steps; a failing one does not keep the others from running. The failures are thrown together at the end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Exception>? failures = null;
        while (_steps.TryPop(out var step))
        {
            try
            {
                await step();
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception); // thrown below: every later step still has to run
            }
        }

        if (failures is not null) throw new AggregateException("Stopping the service did not go well.", failures);
    }
}
