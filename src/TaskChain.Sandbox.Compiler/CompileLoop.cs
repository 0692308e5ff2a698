using System.Text.Json;
using TaskChain.Sandbox.Protocol;
using TaskChain.Scripting;

namespace TaskChain.Sandbox.Compiler;

/// <summary>Answers compile requests, one at a time, until the service closes the channel. Limits on time and memory are the service's: it kills.</summary>
internal sealed class CompileLoop(ProcessChannel channel, ScriptCompiler compiler)
{
    public void Run()
    {
        while (channel.TryRead(out var frame)) Answer(frame);
    }

    private void Answer(Frame frame)
    {
        var result = Handle(frame);
        if (channel.WriteJson(FrameKind.Compiled, result, ProtocolJson.Default.CompileResult)) return;
        channel.WriteJson(FrameKind.Compiled, Failures.TooLarge(), ProtocolJson.Default.CompileResult);
    }

    // The message loop's edge: whatever goes wrong inside is an answer, so that the service never waits for one in vain.
    private CompileResult Handle(Frame frame)
    {
        try
        {
            if (frame.Kind != FrameKind.Compile) return Failures.Internal($"The compiler takes frames of kind '{FrameKind.Compile}' only; it was sent '{frame.Kind}'.");
            var request = JsonSerializer.Deserialize(frame.Payload.Span, ProtocolJson.Default.CompileRequest);
            if (request is null) return Failures.Internal("The compiler was sent an empty request.");
            return RequestMapping.ToWire(compiler.Compile(RequestMapping.FromWire(request), CancellationToken.None));
        }
        catch (InsufficientExecutionStackException)
        {
            return Failures.TooComplex("The body is nested too deeply. Split it into functions or move code into a module.");
        }
        catch (OutOfMemoryException)
        {
            return Failures.TooComplex("The compiler ran out of memory on this body. Make it smaller or move code into a module.");
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e); // The service keeps the head of it in its log.
            return Failures.Internal($"The compiler failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
