using Microsoft.Extensions.Logging;

namespace TaskChain.Sandbox;

/// <content>What is logged: event ids 2000 to 2019.</content>
public sealed partial class SandboxPool
{
    [LoggerMessage(2000, LogLevel.Debug, "Sandbox worker {ProcessId} is ready.")]
    private partial void LogReady(int processId);

    [LoggerMessage(2001, LogLevel.Debug, "Sandbox worker {ProcessId} has ended after {Runs} runs: {Status}.")]
    private partial void LogEnded(int processId, int runs, string status);

    [LoggerMessage(2003, LogLevel.Error, "What the body in sandbox worker {ProcessId} said could not be taken.")]
    private partial void LogObserverFailed(Exception exception, int processId);

    [LoggerMessage(2002, LogLevel.Error, "The sandbox worker '{Program}' could not be started: {Problem}")]
    private partial void LogStartFailed(string program, string problem);
}
