using TaskChain.Datacenter;

return await DatacenterHost.RunAsync(args);
