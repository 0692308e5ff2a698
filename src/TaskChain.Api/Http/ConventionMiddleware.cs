namespace TaskChain.Api.Http;

/// <summary>Puts the headers of <see cref="Conventions"/> on every answer, also on those without a body.</summary>
internal sealed class ConventionMiddleware(RequestDelegate next, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        Conventions.Begin(context, time, keepsConnections: !lifetime.ApplicationStopping.IsCancellationRequested);
        await next(context);
        if (!context.Response.HasStarted) Conventions.Finish(context);
    }
}
