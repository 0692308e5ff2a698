using System.ComponentModel.DataAnnotations;
using System.Net;
using TaskChain.Api.Webhooks;

namespace TaskChain.Api.Options;

/// <summary>Checks all options at once, so that an operator corrects them in one go.</summary>
internal static class OptionsValidator
{
    /// <summary>Everything that is wrong, one sentence each; empty when the options are good.</summary>
    public static IReadOnlyList<string> Validate(TaskChainOptions options)
    {
        var errors = new List<string>();
        ValidateListen(options.Listen, errors);
        if (string.IsNullOrWhiteSpace(options.Data)) errors.Add("'TaskChain:Data' is empty. Name a folder, for example with --data.");
        ValidateCompat(options.Compat, errors);
        ValidateAttributes("Storage", options.Storage, errors);
        ValidateAttributes("Sandbox", options.Sandbox, errors);
        ValidateAttributes("Engine", options.Engine, errors);
        ValidateAttributes("Retention", options.Retention, errors);
        ValidateAttributes("Limits", options.Limits, errors);
        ValidateAttributes("Webhooks", options.Webhooks, errors);
        AllowedOrigins.Parse(options.Webhooks.Allow, errors);
        if (options.Sandbox.MaxWorkers < options.Sandbox.MinWorkers)
        {
            errors.Add(
                $"'TaskChain:Sandbox:MaxWorkers' is {options.Sandbox.MaxWorkers}, less than 'MinWorkers', which is {options.Sandbox.MinWorkers}.");
        }

        return errors;
    }

    /// <summary>The address to listen on. The options must have been validated.</summary>
    public static (IPAddress Address, int Port) Endpoint(TaskChainOptions options)
    {
        var uri = new Uri(options.Listen);
        return (Address(uri)!, uri.Port); // validated: never null
    }

    private static void ValidateListen(string listen, List<string> errors)
    {
        var isUri = Uri.TryCreate(listen, UriKind.Absolute, out var uri);
        if (!isUri || uri is not { Scheme: "http", PathAndQuery: "/", UserInfo: "" })
        {
            errors.Add($"'TaskChain:Listen' is '{listen}'. It must be like 'http://127.0.0.1:8080'.");
            return;
        }

        if (Address(uri) is null)
        {
            errors.Add($"'TaskChain:Listen' is '{listen}'. It must name an IP address of this machine, for example '0.0.0.0' for all of them, or 'localhost'.");
        }
    }

    private static IPAddress? Address(Uri uri)
    {
        if (string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? address : null;
    }

    private static void ValidateCompat(CompatSection compat, List<string> errors)
    {
        if (!string.IsNullOrEmpty(compat.Folder) && !Directory.Exists(compat.Folder))
        {
            errors.Add($"'TaskChain:Compat:Folder' is '{compat.Folder}', which is no folder.");
        }
    }

    private static void ValidateAttributes(string section, object options, List<string> errors)
    {
        foreach (var property in options.GetType().GetProperties())
        {
            var value = property.GetValue(options);
            if (value is TimeSpan time && time < TimeSpan.Zero)
            {
                errors.Add($"'TaskChain:{section}:{property.Name}' is {time.TotalSeconds} s. It must not be negative.");
            }

            foreach (var rule in property.GetCustomAttributes(inherit: true).OfType<ValidationAttribute>())
            {
                if (!rule.IsValid(value)) errors.Add($"'TaskChain:{section}:{property.Name}' is '{value}'. {Allowed(rule)}");
            }
        }
    }

    private static string Allowed(ValidationAttribute rule) =>
        rule is RangeAttribute range ? $"It must be {range.Minimum} to {range.Maximum}." : "It must have a value.";
}
