using System.Diagnostics;
using System.Text;

namespace TaskChain.Storage.Embedded;

/// <summary>Runs one of PostgreSQL's programs as the server's user and waits for its end.</summary>
internal static class ServerProgram
{
    public static async Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, ServerUser? user, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(program, arguments, user) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        lock (output) return new ProgramResult(process.ExitCode, output.ToString().Trim());

        void Add(string? line)
        {
            lock (output)
            {
                if (line is not null) output.AppendLine(line);
            }
        }
    }

    private static ProcessStartInfo Describe(string program, IReadOnlyList<string> arguments, ServerUser? user)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The caller's folder may be closed to the server's user.
            WorkingDirectory = "/",
        };
        if (user is not null) start.UserName = user.Name;
        // The service's environment may hold secrets; the server needs none of it.
        string? path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">What it wrote, both streams.</param>
internal sealed record ProgramResult(int ExitCode, string Output);
