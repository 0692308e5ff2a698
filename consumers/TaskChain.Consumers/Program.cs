using TaskChain.Client.Exceptions;
using TaskChain.Consumers.Tour;

const int Ok = 0, Failed = 1, Usage = 2, Interrupted = 130;

if (TourOptions.Parse(args, out var error) is not { } options)
{
    await Console.Error.WriteLineAsync($"{error} Usage: TaskChain.Consumers --service URL --datacenter URL --packages DIR --compat DIR");
    return Usage;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    return await new GuidedTour(options, Screen.Standard()).RunAsync(stop.Token) ? Ok : Failed;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return Interrupted;
}
catch (Exception e) when (e is TaskChainClientException or HttpRequestException or InvalidDataException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return Failed;
}
