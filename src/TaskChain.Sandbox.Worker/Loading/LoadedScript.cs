namespace TaskChain.Sandbox.Worker.Loading;

/// <summary>A compiled body in this process.</summary>
internal sealed class LoadedScript
{
    private readonly ScriptLoadContext _context;
    private readonly Type _type;

    private LoadedScript(ScriptLoadContext context, Type type)
    {
        _context = context;
        _type = type;
    }

    /// <summary>Loads a body.</summary>
    /// <exception cref="ScriptLoadException">The bytes are no compiled body.</exception>
    public static LoadedScript Load(ReadOnlyMemory<byte> assembly, ScriptLoadContext context)
    {
        try
        {
            using var stream = new MemoryStream(assembly.ToArray(), writable: false);
            var loaded = context.LoadFromStream(stream);
            var type = loaded.GetType(ScriptAssembly.TypeName, throwOnError: false);
            return type is not null && type.IsSubclassOf(typeof(TaskScript))
                ? new LoadedScript(context, type)
                : throw new ScriptLoadException($"The compiled body has no class '{ScriptAssembly.TypeName}' that is a task script.");
        }
        catch (BadImageFormatException e)
        {
            throw new ScriptLoadException("The compiled body is no assembly.", e);
        }
    }

    /// <summary>Makes an instance for one run.</summary>
    public TaskScript CreateInstance() => (TaskScript)Activator.CreateInstance(_type, nonPublic: true)!; // A class: never null.

    /// <summary>Begins to unload; collectible contexts only.</summary>
    public void Unload() => _context.Unload();
}
