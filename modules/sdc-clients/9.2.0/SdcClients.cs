using TaskChain;

namespace Sdc;

/// <summary>Clients for the datacenter's APIs.</summary>
/// <remarks>Their addresses are the operator variables <c>cnapiUrl</c>, <c>vmapiUrl</c>, <c>imgapiUrl</c>, <c>napiUrl</c>, <c>volapiUrl</c>, <c>fwapiUrl</c> and <c>sapiUrl</c>.</remarks>
public sealed class SdcClients
{
    /// <summary>Creates the clients; no request is made before a method is called.</summary>
    /// <param name="context">Operator variables, the job's log and the task's cancellation token, which ends every request.</param>
    public SdcClients(ModuleContext context)
    {
        Cnapi = new Cnapi(new ApiClient(context, "cnapiUrl"));
        Vmapi = new Vmapi(new ApiClient(context, "vmapiUrl"));
        Imgapi = new Imgapi(new ApiClient(context, "imgapiUrl"));
        Napi = new Napi(new ApiClient(context, "napiUrl"));
        Volapi = new Volapi(new ApiClient(context, "volapiUrl"));
        Fwapi = new Fwapi(new ApiClient(context, "fwapiUrl"));
        Sapi = new Sapi(new ApiClient(context, "sapiUrl"));
    }

    /// <summary>Compute nodes: servers, tickets and tasks.</summary>
    public Cnapi Cnapi { get; }

    /// <summary>Virtual machines.</summary>
    public Vmapi Vmapi { get; }

    /// <summary>Images.</summary>
    public Imgapi Imgapi { get; }

    /// <summary>Networks and network cards.</summary>
    public Napi Napi { get; }

    /// <summary>Shared volumes.</summary>
    public Volapi Volapi { get; }

    /// <summary>Firewalls.</summary>
    public Fwapi Fwapi { get; }

    /// <summary>Services and their instances.</summary>
    public Sapi Sapi { get; }
}
