using TaskChain.Cli;

return await CliProgram.RunAsync(args, Console.Out, Console.Error);
