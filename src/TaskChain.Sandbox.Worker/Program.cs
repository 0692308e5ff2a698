using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Worker;

if (!ProcessChannel.TryOpen(args, out var channel))
{
    Console.Error.WriteLine("This program runs task bodies for the TaskChain service, which starts it; it does nothing by itself.");
    return 64;
}

using var worker = new TaskWorker(channel);
channel.WatchControl(worker.OnControl);
await WarmUp.RunAsync();
worker.TakeConsole();
channel.WriteJson(FrameKind.Hello, Hello.Mine, ProtocolJson.Default.Hello);
worker.Serve();
return 0;
