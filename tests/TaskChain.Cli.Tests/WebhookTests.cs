namespace TaskChain.Cli.Tests;

public sealed class WebhookTests(CliService service)
{
    [Fact]
    public async Task Webhook_FromCreateToDelete()
    {
        var program = service.Program;

        var created = await program.DoAsync("webhook", "create", "https://hooks.example.com/x", "--execution", "failed", "--workflow", "none");
        var uuid = (string)(await program.DoAsync("webhook", "list", "-o", "json")).Json[0]!["uuid"]!;
        var listed = await program.DoAsync("webhook", "list");
        var test = await program.DoAsync("webhook", "test", uuid);
        var deliveries = await program.DoAsync("webhook", "deliveries", uuid);
        await program.DoAsync("webhook", "delete", uuid, "--yes");
        var gone = await program.RunAsync("webhook", "delete", uuid, "--yes");
        var refused = await program.RunAsync("webhook", "create", "https://elsewhere.example.com/");

        Assert.StartsWith("whsec_", created.Line, StringComparison.Ordinal);
        Assert.Contains(uuid, created.Error, StringComparison.Ordinal);
        Assert.Contains("https://hooks.example.com/x", listed.Out, StringComparison.Ordinal);
        Assert.Contains(test.Line, deliveries.Out, StringComparison.Ordinal);
        Assert.Equal((4, 1), (gone.Exit, refused.Exit));
        Assert.Contains("/url:", refused.Error, StringComparison.Ordinal);
    }
}
