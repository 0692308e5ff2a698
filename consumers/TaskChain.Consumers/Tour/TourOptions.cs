namespace TaskChain.Consumers.Tour;

/// <summary>What the tour is told on the command line.</summary>
/// <param name="Service">Where TaskChain listens.</param>
/// <param name="Datacenter">Where the simulated datacenter listens.</param>
/// <param name="Packages">Folder of the module packages.</param>
/// <param name="Compat">Folder of the compat tables.</param>
internal sealed record TourOptions(Uri Service, Uri Datacenter, string Packages, string Compat)
{
    private static readonly string[] Names = ["--service", "--datacenter", "--packages", "--compat"];

    /// <summary>Reads the arguments; null when they are not usable, with the reason.</summary>
    public static TourOptions? Parse(IReadOnlyList<string> args, out string? error)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            error = !Names.Contains(args[i]) ? $"Unknown option '{args[i]}'." : i + 1 == args.Count ? $"'{args[i]}' needs a value." : null;
            if (error is not null) return null;
            values[args[i]] = args[i + 1];
        }

        error = Names.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing ? $"'{missing}' is required." : null;
        if (error is not null) return null;
        if (!IsAddress(values["--service"], out var service)) error = $"--service '{values["--service"]}' is no address.";
        if (!IsAddress(values["--datacenter"], out var datacenter)) error = $"--datacenter '{values["--datacenter"]}' is no address.";
        return error is null ? new TourOptions(service!, datacenter!, values["--packages"], values["--compat"]) : null;
    }

    private static bool IsAddress(string text, out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https";
}
