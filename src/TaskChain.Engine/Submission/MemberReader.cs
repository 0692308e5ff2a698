using System.Globalization;
using System.Text.Json;
using TaskChain.Contracts.Problems;
using TaskChain.Versioning;

namespace TaskChain.Engine.Submission;

/// <summary>Reads members of one JSON object strictly and collects everything that is wrong.</summary>
internal sealed class MemberReader(JsonElement element, string pointer, ProblemList problems)
{
    /// <summary>What is allowed, as the end of a message.</summary>
    public const string UuidForm = "Write it as 8-4-4-4-12 hexadecimal digits, or leave it out.";

    public string Pointer { get; } = pointer;

    /// <summary>Name and position of the task that problems are reported for; null outside of tasks.</summary>
    public (string? Name, int Index)? Task { get; set; }

    public JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? ReadString(string name, bool required = false, int maxLength = int.MaxValue)
    {
        if (Find(name) is not { } value)
        {
            if (required) Report(name, $"'{name}' is required: a string that is not empty.");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Report(name, $"'{name}' must be a string, not {Describe(value)}.");
            return null;
        }

        var text = value.GetString() ?? "";
        if (required && string.IsNullOrWhiteSpace(text)) Report(name, $"'{name}' is empty. It must say something.");
        else if (text.Contains('\0', StringComparison.Ordinal)) Report(name, $"'{name}' contains the character U+0000, which no store can keep.");
        else if (text.Length > maxLength) Report(name, $"'{name}' has {text.Length} characters. At most {maxLength} are allowed.");
        else return text;
        return null;
    }

    public Guid? ReadUuid(string name)
    {
        if (ReadString(name) is not { } text) return null;
        if (Guid.TryParseExact(text, "D", out var id)) return id;
        Report(name, $"'{name}' is '{Shorten(text)}', which is no UUID. {UuidForm}");
        return null;
    }

    /// <summary>A number in a range; its unit is the caller's.</summary>
    public double? ReadNumber(string name, double min, double max, string unit)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            Report(name, $"'{name}' must be a number of {unit}, not {Describe(value)}.");
            return null;
        }

        if (number >= min && number <= max) return number;
        Report(name, $"'{name}' is {Show(number)}. Allowed are {Show(min)} to {Show(max)} {unit}.");
        return null;
    }

    public int? ReadInteger(string name, int min, int max)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max) return number;
        Report(name, $"'{name}' must be a whole number from {min} to {max}, not {Describe(value)}.");
        return null;
    }

    public string? ReadWord(string name, params ReadOnlySpan<string> allowed)
    {
        if (ReadString(name) is not { } word) return null;
        foreach (var candidate in allowed)
        {
            if (string.Equals(candidate, word, StringComparison.Ordinal)) return word;
        }

        Report(name, $"'{name}' is '{Shorten(word)}'. Allowed are: {string.Join(", ", allowed.ToArray().Select(item => $"'{item}'"))}.");
        return null;
    }

    /// <summary>The elements of an array, or null when the member is missing or something else.</summary>
    public IReadOnlyList<JsonElement>? ReadArray(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray()];
        Report(name, $"'{name}' must be an array of tasks, not {Describe(value)}.");
        return null;
    }

    /// <summary>Refuses members that are not known.</summary>
    public void RefuseUnknown(IReadOnlyCollection<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (known.Contains(member.Name)) continue;
            var names = string.Join(", ", known.Select(name => $"'{name}'"));
            Report(member.Name, $"Member '{Shorten(member.Name)}' is not known. Known are {names}.", ProblemCodes.UnknownMember);
        }
    }

    /// <summary>Warns of members that are probably misspelt. Other unknown members are kept and mean nothing.</summary>
    public void WarnOfMisspelt(IReadOnlyCollection<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (known.Contains(member.Name)) continue;
            var near = NearestNames.Find(member.Name, known, 1);
            if (near.Count == 0) continue;
            problems.Warn(WithTask(new ProblemItem(
                ProblemCodes.UnknownMember, $"Member '{Shorten(member.Name)}' is not known and has no effect. Did you mean '{near[0]}'?")
            {
                Pointer = At(member.Name),
            }));
        }
    }

    public void Report(string member, string message, string code = ProblemCodes.InvalidValue) =>
        ReportAt(At(member), message, code);

    /// <summary>Reports something at a pointer that is complete and escaped.</summary>
    public void ReportAt(string pointer, string message, string code) => problems.Add(WithTask(new ProblemItem(code, message) { Pointer = pointer }));

    public string At(string member) => Pointer + "/" + Escape(member);

    public static string Escape(string member) => member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the string '{Shorten(value.GetString() ?? "")}'",
        JsonValueKind.Number => Shorten(value.GetRawText()),
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    public static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");

    private ProblemItem WithTask(ProblemItem item) => Task is { } task ? item with { Task = task.Name, TaskIndex = task.Index } : item;

    private static string Show(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
