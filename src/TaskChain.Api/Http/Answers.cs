using System.Buffers;

namespace TaskChain.Api.Http;

/// <summary>Sends answers: the only place that writes whole bodies.</summary>
internal static class Answers
{
    /// <summary>Sends an answer with a body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="mediaType">The body's media type.</param>
    /// <param name="body">The whole body; copied before this returns.</param>
    public static Task SendAsync(HttpContext context, int status, string mediaType, ReadOnlySpan<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        response.Headers.ContentMD5 = Conventions.Digest(body);
        Conventions.Finish(context);
        response.BodyWriter.Write(body);
        return response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }

    /// <summary>Sends an answer without a body and without a content type.</summary>
    public static void Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent) context.Response.ContentLength = 0;
    }
}
