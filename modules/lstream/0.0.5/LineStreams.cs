using System.Runtime.CompilerServices;
using System.Text;
using TaskChain;

namespace LStream;

/// <summary>Reads streams line by line. Reading ends with the task.</summary>
public sealed class LineStreams(ModuleContext context)
{
    /// <summary>Reads a stream's lines as they come and closes it in the end. Empty lines are left out.</summary>
    /// <param name="stream">UTF-8 text.</param>
    /// <param name="cancellationToken">Ends the reading earlier.</param>
    public async IAsyncEnumerable<string> ReadLinesAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(ends.Token) is { } line)
        {
            if (line.Length > 0) yield return line;
        }
    }
}
