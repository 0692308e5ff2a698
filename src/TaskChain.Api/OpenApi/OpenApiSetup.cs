using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using TaskChain.Api.Auth;
using TaskChain.Contracts;

namespace TaskChain.Api.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi.json</c> and its page at <c>/docs</c>.</summary>
internal static class OpenApiSetup
{
    private const string DocumentName = "openapi";

    /// <summary>Adds the generator.</summary>
    public static IServiceCollection AddTaskChainOpenApi(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddTransient<ISerializerDataContractResolver>(_ => new JsonSerializerDataContractResolver(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        }));
        return services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(DocumentName, new OpenApiInfo
            {
                Title = "TaskChain",
                Version = "1",
                Description = "Runs chains of tasks for other services, each task against the right version of each module. " +
                    "Every answer that is no success is application/problem+json (RFC 9457) with 'code' and 'message'. Durations are seconds. " +
                    "Every answer carries 'request-id', 'x-request-id', 'response-time' and, with a body, 'content-md5'. On /workflows and /jobs members " +
                    "of a body may stand in the query too, and a body may be a form; what the JSON body says wins. 'Accept' must admit JSON (406), " +
                    "'Accept-Version' 0.1.0 (400). While the database is away requests are answered 503 with 'Retry-After'. " +
                    "Once there are API keys, every request needs one ('Authorization: Bearer <key>'), '/ping' and '/healthz' aside: without one it is " +
                    "answered 401, and 403 when the key lacks the route's scope.",
            });
            options.DocInclusionPredicate((_, description) => description.HttpMethod != "HEAD"); // like GET, without a body
            options.TagActionsBy(description => [(description.RelativePath ?? "").Split('/')[0]]);
            options.OperationFilter<DescriptionFilter>();
            options.AddSecurityDefinition(DescriptionFilter.KeyScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key. Each operation names the scope that it needs; as long as there are no keys, callers on the same machine need none.",
            });
            options.SchemaFilter<RequiredFilter>();
            options.MapType<RawJson>(() => new OpenApiSchema { Description = "Any JSON value." });
            options.MapType<JsonElement>(() => new OpenApiSchema { Description = "Any JSON value." });
            options.SupportNonNullableReferenceTypes();
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "TaskChain.Contracts.xml")) options.IncludeXmlComments(file);
        });
    }

    /// <summary>Serves the document and the page, on a branch of their own: other requests pay one comparison for them.</summary>
    public static void UseTaskChainOpenApi(this WebApplication app) => app.MapWhen(IsOurs, branch =>
    {
        branch.UseMiddleware<AuthMiddleware>();
        branch.UseSwagger(options =>
        {
            options.RouteTemplate = "{documentName}.json";
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        });
        branch.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.DocumentTitle = "TaskChain API";
            options.SwaggerEndpoint($"/{DocumentName}.json", "TaskChain");
        });
    });

    private static bool IsOurs(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/docs") || path == $"/{DocumentName}.json";
    }
}
