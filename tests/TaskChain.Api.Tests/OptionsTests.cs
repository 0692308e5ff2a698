using Microsoft.Extensions.Configuration;
using TaskChain.Api.Options;

namespace TaskChain.Api.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:9000")]
    [InlineData("http://[::1]:9000")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://192.168.1.4:8080")]
    [InlineData("http://[::]:8080")]
    public void Listen_OnAnAddress_IsTaken(string listen) => Assert.Empty(Errors(("Listen", listen)));

    [Fact]
    public void Listen_OnAName_IsRefused() =>
        Assert.Contains("must name an IP address", Assert.Single(Errors(("Listen", "http://taskchain.example:8080"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("8080")]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080/base")]
    [InlineData("http://user@127.0.0.1:8080")]
    public void Listen_NotAnAddress_SaysHowOneLooks(string listen) =>
        Assert.Contains("like 'http://127.0.0.1:8080'", Assert.Single(Errors(("Listen", listen))), StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralProblems_AreReportedTogether()
    {
        var errors = Errors(
            ("Listen", "nonsense"), ("Limits:RequestBytes", "7"), ("Versioning:Enabled", "maybe"), ("Sandbox:MinWorkers", "many"),
            ("Engine:Slots", "-"), ("Compat:Folder", "/no/such/folder"), ("Versionning:Enabled", "true"));

        Assert.Equal(7, errors.Count);
    }

    [Fact]
    public void Read_Durations_AreSeconds()
    {
        var options = Read([], ("Engine:DrainTime", "1.5"));

        Assert.Equal(TimeSpan.FromSeconds(1.5), options.Engine.DrainTime);
    }

    [Fact]
    public void Read_VariablesAndSecrets_KeepTheirNames()
    {
        var options = Read([], ("Variables:cnapiUrl", "http://127.0.0.1:1"), ("Secrets:ufdsPassword", "s"));

        Assert.Equal("http://127.0.0.1:1", options.Variables["cnapiUrl"]);
        Assert.Equal("s", options.Secrets["ufdsPassword"]);
    }

    [Fact]
    public void Guide_NamesEveryOption()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "src", "guides", "operators.md"));
        var set = new[] { "Engine:DataFolder", "Engine:VersioningEnabled", "Engine:Variables", "Engine:Retention", "Engine:JobExtraParams", "Storage:DataFolder", "Sandbox:WorkerPath", "Sandbox:CompilerPath" };
        foreach (var section in typeof(TaskChainOptions).GetProperties())
        {
            Assert.Contains(section.Name, guide, StringComparison.Ordinal);
            if (section.PropertyType == typeof(string) || section.PropertyType.IsGenericType) continue;
            foreach (var option in section.PropertyType.GetProperties())
            {
                // Some the service sets itself; the rest an operator must be able to look up.
                if (!set.Contains($"{section.Name}:{option.Name}")) Assert.True(guide.Contains(option.Name, StringComparison.Ordinal), $"The guide lacks '{section.Name}:{option.Name}'.");
            }
        }
    }

    [Fact]
    public void CommandLine_ShortForms_AreOptions()
    {
        var line = CommandLine.Parse(["--port", "9", "--data=/d", "--compat", "c", "--TaskChain:Engine:Slots", "7"]);

        Assert.Empty(line.Errors);
        Assert.Equal("http://127.0.0.1:9", line.Settings["TaskChain:Listen"]);
        Assert.Equal("/d", line.Settings["TaskChain:Data"]);
        Assert.Equal("c", line.Settings["TaskChain:Compat:Folder"]);
        Assert.Equal("7", line.Settings["TaskChain:Engine:Slots"]);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "x")]
    [InlineData("--prot", "1")]
    [InlineData("--data")]
    public void CommandLine_WrongArgument_IsAnError(params string[] args) => Assert.NotEmpty(CommandLine.Parse(args).Errors);

    private static List<string> Errors(params (string Name, string Value)[] settings)
    {
        var errors = new List<string>();
        Read(errors, settings);
        return errors;
    }

    private static TaskChainOptions Read(List<string> errors, params (string Name, string Value)[] settings) => OptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("TaskChain:" + s.Name, (string?)s.Value))).Build(), errors);
}
