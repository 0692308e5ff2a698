using System.Text.Json.Nodes;

namespace Restify;

/// <summary>A server's answer.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Headers">Headers by name, in lower case; several values are joined by commas.</param>
/// <param name="Body">The JSON body, or null when there is none.</param>
public sealed record JsonResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, JsonNode? Body);
