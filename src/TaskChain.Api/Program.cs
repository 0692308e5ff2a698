using TaskChain.Api.Hosting;

return await ServiceProgram.RunAsync(args);
