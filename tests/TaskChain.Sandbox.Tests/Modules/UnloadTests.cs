using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using TaskChain.Sandbox.Protocol;
using TaskChain.Sandbox.Tests.Support;
using TaskChain.Sandbox.Worker.Globals;
using TaskChain.Sandbox.Worker.Loading;
using TaskChain.Sandbox.Worker.Runs;

namespace TaskChain.Sandbox.Tests.Modules;

public sealed class UnloadTests
{
    [Fact]
    public void Contexts_CollectibleAndUnloaded200Times_LeaveNothing()
    {
        var contexts = new List<WeakReference>();

        for (var i = 0; i < 200; i++)
        {
            LoadRunAndUnload(contexts);
            if (i % 20 == 19) Collect();
        }

        for (var i = 0; i < 10 && contexts.Any(context => context.IsAlive); i++) Collect();
        Assert.Equal(400, contexts.Count);
        Assert.DoesNotContain(contexts, context => context.IsAlive);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // In a method of its own: a local of the caller would keep what it holds alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoadRunAndUnload(List<WeakReference> contexts)
    {
        var store = new ModuleStore(collectible: true);
        var set = SdcClients.Set(("sdcClients", "9.0.2", "9.0.2"));
        var context = new ScriptLoadContext("unload", set.Modules, store, collectible: true);
        var script = LoadedScript.Load(Bodies.Assembly, context);
        var request = new RunRequest { RunId = 1, Script = 0, Modules = 0, Variables = 0, Identity = Bodies.Run("node").Identity };
        var grants = new RunGrants(SdcClients.Variables);
        var session = new RunSession(new ProcessChannel(Stream.Null, Stream.Null, Stream.Null), request, new ModuleSetView(set, store), grants);

        var entry = session.Module("sdcClients");
        Assert.True(session.HasMember("sdcClients.Cnapi.GetTask"));
        var result = BodyRunner.RunAsync(() => script, session, request, grants).GetAwaiter().GetResult();
        Assert.Equal("{\"a\":1.5}", result.Result.Text());

        contexts.Add(new WeakReference(context));
        contexts.Add(new WeakReference(AssemblyLoadContext.GetLoadContext(entry.GetType().Assembly)));
        script.Unload();
        store.UnloadAll();
    }
}
