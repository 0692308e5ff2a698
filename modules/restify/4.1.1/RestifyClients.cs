using TaskChain;

namespace Restify;

/// <summary>Makes clients.</summary>
public sealed class RestifyClients
{
    private readonly ModuleContext _context;

    /// <summary>Creates the module; no request is made before a client's method is called.</summary>
    public RestifyClients(ModuleContext context) => _context = context;

    /// <summary>Makes a client for one server.</summary>
    /// <param name="url">Where the server is, with or without a path.</param>
    public JsonClient CreateJsonClient(string url) => new(url, _context.Cancellation);
}
