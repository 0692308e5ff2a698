using System.Text.Json;
using System.Text.Unicode;

namespace TaskChain.Versioning.Documents;

/// <summary>Reads a small JSON file strictly and goes on after an error, so that all of them are reported together.</summary>
internal sealed class DocumentReader
{
    private const int MaxDepth = 16;
    private readonly List<DocumentProblem> _problems = [];

    public IReadOnlyList<DocumentProblem> Problems => _problems;

    public bool HasErrors => _problems.Exists(problem => !problem.IsWarning);

    public void Error(string pointer, string message) => _problems.Add(new DocumentProblem(pointer, message));

    public void Warn(string pointer, string message) => _problems.Add(new DocumentProblem(pointer, message, IsWarning: true));

    /// <summary>The file's root object, or null after an error.</summary>
    public JsonElement? Root(ReadOnlyMemory<byte> utf8)
    {
        // A byte order mark is no JSON, but editors write it.
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span))
        {
            Error("", "The file is not well-formed UTF-8.");
            return null;
        }

        try
        {
            CheckEscapes(utf8.Span);
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
            Error("", "The file must hold one JSON object.");
        }
        catch (JsonException e)
        {
            Error("", e.LineNumber is { } line ? $"The file is no JSON: line {line + 1}, byte {e.BytePositionInLine + 1}." : $"The file is no JSON: {e.Message}");
        }

        return null;
    }

    // Half of a surrogate pair written as an escape is legal to the tokenizer, but no text.
    private static void CheckEscapes(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped || reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException("A string is no well-formed Unicode text.", null, null, null, e);
            }
        }
    }

    /// <summary>Reports members that are unknown or stand there twice.</summary>
    public void Members(JsonElement target, string pointer, params IReadOnlyList<string> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in target.EnumerateObject())
        {
            if (!seen.Add(member.Name)) Error(Below(pointer, member.Name), $"The member '{member.Name}' stands there twice.");
            else if (!known.Contains(member.Name, StringComparer.Ordinal))
            {
                Error(
                    Below(pointer, member.Name),
                    $"The member '{member.Name}' is unknown.{NearestNames.Hint(member.Name, known)} Allowed are {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>A text member; null when it is absent (an error when required) or no text (an error).</summary>
    public string? Text(JsonElement target, string pointer, string name, bool required = false)
    {
        if (!target.TryGetProperty(name, out var value) || (!required && value.ValueKind == JsonValueKind.Null))
        {
            if (required) Error(pointer, $"The member '{name}' is missing.");
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && (!required || !string.IsNullOrWhiteSpace(value.GetString()))) return value.GetString();
        Error(Below(pointer, name), $"The member '{name}' must be a string{(required ? " that is not empty" : "")}.");
        return null;
    }

    /// <summary>A required truth value; null after an error.</summary>
    public bool? Truth(JsonElement target, string pointer, string name)
    {
        if (!target.TryGetProperty(name, out var value))
        {
            Error(pointer, $"The member '{name}' is missing; it is true or false.");
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Error(Below(pointer, name), $"The member '{name}' must be true or false.");
        return null;
    }

    public static string Below(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
