using System.Globalization;

namespace TaskChain.Api.Options;

/// <summary>The arguments of the service: short names for common options, <c>--TaskChain:Section:Name=value</c> for all of them.</summary>
internal sealed record CommandLine
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["--listen"] = "TaskChain:Listen",
        ["--data"] = "TaskChain:Data",
        ["--connection-string"] = "TaskChain:Storage:ConnectionString",
        ["--compat"] = "TaskChain:Compat:Folder",
    };

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        TaskChain.Api: runs chains of tasks for other services.

          --port N                 port on 127.0.0.1; 0 takes a free one (default 8080)
          --listen URL             full address (default http://127.0.0.1:8080); beyond loopback callers need API keys
          --data DIR               data folder (default ./data)
          --connection-string S    use that PostgreSQL server instead of an own one in the data folder
          --compat DIR             apply the compat tables of that folder at start
          --TaskChain:X:Y=VALUE    any option; also as environment variable TaskChain__X__Y
          --help                   this text
        """;

    /// <summary>Configuration keys with values.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the arguments.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>True when help was asked for.</summary>
    public bool HelpAsked { get; private set; }

    /// <summary>Reads the arguments; problems are collected in <see cref="Errors"/>.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Count; i++) i += line.Take(args[i], i + 1 < args.Count ? args[i + 1] : null);
        return line;
    }

    /// <returns>1 when the next argument was used as the value.</returns>
    private int Take(string arg, string? next)
    {
        if (arg is "--help" or "-h")
        {
            HelpAsked = true;
            return 0;
        }

        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? arg : arg[..equals];
        var value = equals < 0 ? next : arg[(equals + 1)..];
        if (!IsKnown(name))
        {
            Errors.Add($"Argument '{arg}' is not known. See --help.");
            return 0;
        }

        if (value is null) Errors.Add($"Argument '{name}' needs a value.");
        else Set(name, value);
        return equals < 0 && next is not null ? 1 : 0;
    }

    private static bool IsKnown(string name) =>
        name == "--port" || Names.ContainsKey(name) || name.StartsWith("--TaskChain:", StringComparison.OrdinalIgnoreCase);

    private void Set(string name, string value)
    {
        if (name != "--port")
        {
            Settings[Names.GetValueOrDefault(name) ?? name[2..]] = value;
            return;
        }

        if (ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            Settings["TaskChain:Listen"] = $"http://127.0.0.1:{port}";
        }
        else Errors.Add($"Argument '--port' is '{value}'. It must be 0 to 65535.");
    }
}
