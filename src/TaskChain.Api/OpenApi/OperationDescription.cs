namespace TaskChain.Api.OpenApi;

/// <summary>What the OpenAPI document says about a route. Routes read requests by hand, so nothing can be inferred from their signatures.</summary>
/// <param name="Id">Operation id: the client's method name.</param>
/// <param name="Summary">One line.</param>
internal sealed record OperationDescription(string Id, string Summary)
{
    /// <summary>What is worth knowing beyond the summary.</summary>
    public string? Details { get; init; }

    /// <summary>Query parameters and headers; path parameters come from the route.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; init; } = [];

    /// <summary>The request's body, or null when there is none.</summary>
    public BodyDescription? Request { get; init; }

    /// <summary>Successful answers.</summary>
    public required IReadOnlyList<AnswerDescription> Answers { get; init; }

    /// <summary>Problem answers: status and when.</summary>
    public IReadOnlyList<(int Status, string When)> Problems { get; init; } = [];

    /// <summary>Media type of a stream that the resource is answered as; null when it is answered with JSON only.</summary>
    public string? StreamMediaType => Answers[0].MediaType is var type and not AnswerDescription.Json ? type : null;
}

/// <summary>A query parameter or header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">Meaning, unit, default, range.</param>
/// <param name="Type">Type of its value.</param>
internal sealed record ParameterDescription(string Name, string What, Type Type)
{
    /// <summary>True for a header.</summary>
    public bool IsHeader { get; init; }

    /// <summary>The key under which a post may be repeated.</summary>
    public static ParameterDescription IdempotencyKey { get; } = Header(
        "Idempotency-Key",
        "A quoted string of 1 to 255 characters. The same request with the same key stores nothing twice and is answered like the first time, with " +
        "'Idempotency-Replayed: true'.");

    /// <summary>A header.</summary>
    public static ParameterDescription Header(string name, string what) => new(name, what, typeof(string)) { IsHeader = true };
}

/// <summary>A request's body.</summary>
/// <param name="Type">Its shape; <see cref="Stream"/> for bytes.</param>
/// <param name="Optional">True when it may be left out.</param>
internal sealed record BodyDescription(Type Type, bool Optional = false);

/// <summary>A successful answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="What">When, and what is in it.</param>
/// <param name="Type">Its shape, or null for an empty answer.</param>
internal sealed record AnswerDescription(int Status, string What, Type? Type = null)
{
    /// <summary>The usual media type.</summary>
    public const string Json = "application/json";

    /// <summary>Its media type.</summary>
    public string MediaType { get; init; } = Json;
}
