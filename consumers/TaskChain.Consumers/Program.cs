using TaskChain.Consumers.Releases;

foreach (var release in ReleaseLoader.LoadEmbedded())
{
    Console.WriteLine($"{release.Consumer} {release.Version}: {string.Join(", ", release.Workflows.Values.Select(workflow => workflow.Name))}");
}
