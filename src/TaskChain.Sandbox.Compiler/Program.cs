using TaskChain.Sandbox.Compiler;
using TaskChain.Sandbox.Protocol;
using TaskChain.Scripting;

if (!ProcessChannel.TryOpen(args, out var channel))
{
    Console.Error.WriteLine("This process compiles task bodies for the TaskChain service, which starts it. It cannot be started by hand.");
    return 2;
}

channel.WatchControl();
var compiler = new ScriptCompiler();
compiler.WarmUp(CancellationToken.None);
channel.WriteJson(FrameKind.Hello, Hello.Mine, ProtocolJson.Default.Hello);
new CompileLoop(channel, compiler).Run();
return 0;
