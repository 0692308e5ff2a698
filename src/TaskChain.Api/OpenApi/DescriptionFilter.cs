using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using TaskChain.Api.Auth;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;

namespace TaskChain.Api.OpenApi;

/// <summary>Fills an operation of the document from its <see cref="OperationDescription"/>.</summary>
internal sealed class DescriptionFilter : IOperationFilter
{
    /// <summary>Name of the security scheme.</summary>
    public const string KeyScheme = "key";

    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var description = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().Single();
        operation.OperationId = description.Id;
        operation.Summary = description.Summary;
        operation.Description = description.Details;
        operation.Parameters = Parameters(description, context);
        operation.RequestBody = description.Request is { } body ? Body(body, context) : null;
        operation.Responses = Answers(description, context);
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().Single() is { Word: { Length: > 0 } scope })
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [scope] }];
        }
    }

    private static List<IOpenApiParameter> Parameters(OperationDescription description, OperationFilterContext context)
    {
        var parameters = new List<IOpenApiParameter>();
        foreach (var segment in PathParameters(context.ApiDescription.RelativePath ?? ""))
        {
            parameters.Add(new OpenApiParameter
            {
                Name = segment,
                In = ParameterLocation.Path,
                Required = true,
                Schema = Schema(typeof(string), context),
            });
        }

        foreach (var parameter in description.Parameters)
        {
            parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = parameter.What,
                Schema = Schema(parameter.Type, context),
            });
        }

        return parameters;
    }

    private static IEnumerable<string> PathParameters(string path) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));

    private static OpenApiRequestBody Body(BodyDescription body, OperationFilterContext context)
    {
        var bytes = body.Type == typeof(Stream);
        return new OpenApiRequestBody
        {
            Required = !body.Optional,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [bytes ? "application/octet-stream" : "application/json"] = new OpenApiMediaType
                {
                    Schema = bytes ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } : Schema(body.Type, context),
                },
            },
        };
    }

    private static OpenApiResponses Answers(OperationDescription description, OperationFilterContext context)
    {
        var responses = new OpenApiResponses();
        foreach (var answer in description.Answers)
        {
            responses[answer.Status.ToString(CultureInfo.InvariantCulture)] =
                Response(answer.What, answer.Type is { } type ? (answer.MediaType, Schema(type, context)) : null);
        }

        foreach (var (status, when) in description.Problems)
        {
            responses[status.ToString(CultureInfo.InvariantCulture)] = Response(when, (ProblemAnswers.MediaType, Schema(typeof(Problem), context)));
        }

        return responses;
    }

    private static OpenApiResponse Response(string what, (string MediaType, IOpenApiSchema Schema)? content)
    {
        var response = new OpenApiResponse { Description = what };
        if (content is { } c)
        {
            response.Content = new Dictionary<string, IOpenApiMediaType> { [c.MediaType] = new OpenApiMediaType { Schema = c.Schema } };
        }

        return response;
    }

    private static IOpenApiSchema Schema(Type type, OperationFilterContext context) =>
        context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);
}
