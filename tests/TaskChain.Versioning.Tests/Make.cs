using TaskChain.Versioning.Packages;

namespace TaskChain.Versioning.Tests;

/// <summary>Short forms for tables: a history is written <c>"9.0.2 ee86d6312 9.0.3 10.0.0!"</c>, where <c>!</c> marks a break.</summary>
internal static class Make
{
    public static VersionHistory History(string text) => VersionHistory.Create(Split(text).Select(item =>
        new HistoryEntry(item.TrimEnd('!'), item.EndsWith('!'), item.EndsWith('!') ? $"{item.TrimEnd('!')} broke it" : null)));

    public static InstalledVersion Installed(string version) =>
        new(version, $"hash-of-{version}", new ModuleManifest("sdc-clients", version, "SdcClients.dll", "Sdc.SdcClients"));

    public static CatalogueModule Module(string history, string installed, string? current = null) =>
        CatalogueModule.Create("sdc-clients", History(history), Split(installed).Select(Installed), current);

    public static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
