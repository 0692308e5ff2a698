using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace TaskChain.Api.Options;

/// <summary>Reads <see cref="TaskChainOptions"/> from the configuration and finds everything that is wrong with it in one go.</summary>
internal static class OptionsReader
{
    /// <summary>Reads and validates.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="errors">Is given one sentence per problem; the options are usable only when there are none.</param>
    public static TaskChainOptions Read(IConfiguration configuration, List<string> errors)
    {
        var options = new TaskChainOptions();
        foreach (var child in configuration.GetSection(TaskChainOptions.Section).GetChildren()) Take(options, child, errors);
        errors.AddRange(OptionsValidator.Validate(options));
        return options;
    }

    private static void Take(object target, IConfigurationSection section, List<string> errors)
    {
        var property = target.GetType().GetProperty(section.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is null || !IsRead(property.PropertyType))
        {
            var known = string.Join(", ", target.GetType().GetProperties().Where(p => IsRead(p.PropertyType)).Select(p => $"'{p.Name}'"));
            errors.Add($"Option '{section.Path}' is not known. Known there: {known}.");
            return;
        }

        var value = property.GetValue(target);
        if (value is Dictionary<string, string> map) TakeEntries(map, section);
        else if (property.PropertyType == typeof(IReadOnlyList<string>)) property.SetValue(target, Words(section));
        else if (property.PropertyType.IsClass && property.PropertyType != typeof(string)) TakeSection(value!, section, errors);
        else if (Convert(section, property.PropertyType, errors) is { } converted) property.SetValue(target, converted);
    }

    private static bool IsRead(Type type) => type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) ||
        type == typeof(TimeSpan) || type == typeof(Dictionary<string, string>) || type == typeof(IReadOnlyList<string>) ||
        type.Name.EndsWith("Section", StringComparison.Ordinal) || type.Name.EndsWith("Options", StringComparison.Ordinal);

    // One text with commas, as an environment variable has it, or a list, as a file has it.
    private static string[] Words(IConfigurationSection section) => section.Value is { } text
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. section.GetChildren().Select(child => child.Value).OfType<string>()];

    private static void TakeSection(object target, IConfigurationSection section, List<string> errors)
    {
        if (section.Value is { Length: > 0 }) errors.Add($"Option '{section.Path}' is a section and takes no value of its own.");
        foreach (var child in section.GetChildren()) Take(target, child, errors);
    }

    private static void TakeEntries(Dictionary<string, string> map, IConfigurationSection section)
    {
        foreach (var (name, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (name.Length > 0 && value is not null) map[name] = value;
        }
    }

    private static object? Convert(IConfigurationSection section, Type type, List<string> errors)
    {
        var text = section.Value;
        if (text is null || type == typeof(string)) return text;
        var value = Parse(text, type);
        if (value is null) errors.Add($"Option '{section.Path}' is '{text}'. It must be {Kind(type)}.");
        return value;
    }

    private static object? Parse(string text, Type type)
    {
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null;
        if (type == typeof(TimeSpan)) return Seconds(text);
        throw new UnreachableException($"Options of type '{type}' are not read.");
    }

    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static string Kind(Type type) =>
        type == typeof(bool) ? "'true' or 'false'" : type == typeof(TimeSpan) ? "a number of seconds" : "a whole number";
}
