using Microsoft.Extensions.Logging;

namespace TaskChain.Sandbox;

/// <content>What is logged: event ids 2020 to 2039.</content>
public sealed partial class CompilerPool
{
    [LoggerMessage(2020, LogLevel.Debug, "Script compiler {ProcessId} is ready.")]
    private partial void LogReady(int processId);

    [LoggerMessage(2021, LogLevel.Debug, "Script compiler {ProcessId} has ended after {Compiles} compiles: {Status}. {Output}")]
    private partial void LogEnded(int processId, int compiles, string status, string output);

    [LoggerMessage(2022, LogLevel.Error, "The script compiler '{Program}' could not be started: {Problem}")]
    private partial void LogStartFailed(string program, string problem);

    [LoggerMessage(2023, LogLevel.Warning, "Script compiler {ProcessId} was killed: a body took longer than {Seconds} s.")]
    private partial void LogKilled(int processId, double seconds);
}
