using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskChain;

/// <summary>A job's parameters: typed getters that say clearly what is wrong, and an indexer. Parsed on first use.</summary>
public sealed class JobParams
{
    private readonly Func<JsonObject> _read;
    private JsonObject? _json;

    /// <summary>Creates the parameters.</summary>
    /// <param name="read">Reads them on first use.</param>
    public JobParams(Func<JsonObject> read) => _read = read;

    /// <summary>The parameters as a JSON object; changes are carried on to later tasks.</summary>
    public JsonObject Json => _json ??= _read();

    /// <summary>True once the parameters were read, so that changes are possible; read by the host.</summary>
    public bool Touched => _json is not null;

    /// <summary>A parameter, or null when it is absent. Setting null removes it.</summary>
    public JsonNode? this[string name]
    {
        get => Json[name];
        set
        {
            if (value is null) Json.Remove(name);
            else Json[name] = value.Parent is null ? value : value.DeepClone();
        }
    }

    /// <summary>True when the parameter is there and not null.</summary>
    public bool Has(string name) => Json[name] is not null;

    /// <summary>The parameter as text.</summary>
    /// <exception cref="JobParameterException">It is missing or no string.</exception>
    public string GetString(string name) => Get<string>(name, "a string");

    /// <summary>The parameter as text, or <paramref name="fallback"/> when it is absent.</summary>
    public string? GetString(string name, string? fallback) => Has(name) ? GetString(name) : fallback;

    /// <summary>The parameter as a whole number.</summary>
    /// <exception cref="JobParameterException">It is missing or no whole number of 64 bits.</exception>
    public long GetInt64(string name) => Get<long>(name, "a whole number");

    /// <summary>The parameter as a whole number, or <paramref name="fallback"/> when it is absent.</summary>
    public long GetInt64(string name, long fallback) => Has(name) ? GetInt64(name) : fallback;

    /// <summary>The parameter as a number.</summary>
    /// <exception cref="JobParameterException">It is missing or no number.</exception>
    public double GetDouble(string name) => Get<double>(name, "a number");

    /// <summary>The parameter as a number, or <paramref name="fallback"/> when it is absent.</summary>
    public double GetDouble(string name, double fallback) => Has(name) ? GetDouble(name) : fallback;

    /// <summary>The parameter as true or false.</summary>
    /// <exception cref="JobParameterException">It is missing or neither.</exception>
    public bool GetBoolean(string name) => Get<bool>(name, "true or false");

    /// <summary>The parameter as true or false, or <paramref name="fallback"/> when it is absent.</summary>
    public bool GetBoolean(string name, bool fallback) => Has(name) ? GetBoolean(name) : fallback;

    /// <summary>The parameter deserialised as <typeparamref name="T"/>.</summary>
    /// <exception cref="JobParameterException">It is missing or of another shape.</exception>
    public T Get<T>(string name) => Get<T>(name, typeof(T).Name);

    private T Get<T>(string name, string expected)
    {
        var node = Json[name] ?? throw new JobParameterException(name, $"The job parameter '{name}' is missing; {expected} is required.");
        try
        {
            return node.Deserialize<T>(ScriptJson.Options) ?? throw Wrong(name, expected, node, null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw Wrong(name, expected, node, e);
        }
    }

    private static JobParameterException Wrong(string name, string expected, JsonNode node, Exception? inner)
    {
        var text = node.ToJsonString();
        if (text.Length > 60) text = string.Concat(text.AsSpan(0, 60), "…");
        return new JobParameterException(name, $"The job parameter '{name}' is {text}; {expected} is required.", inner);
    }
}
