using System.Text.Json;
using TaskChain.Versioning.Tables;

namespace TaskChain.Versioning.Tests.Tables;

/// <summary>The tables of this repository itself.</summary>
public sealed class RepositoryTablesTests
{
    public static TheoryData<string> Files() =>
        new(Directory.EnumerateFiles(Folder(), "*.json").Select(file => Path.GetFileName(file)).Where(name => name != "schema.json"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Table_OfThisRepository_HasNoErrorsAndIsFormatted(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder(), name));

        var problems = CompatTableReader.Read(bytes, out var table, Path.GetFileNameWithoutExtension(name));

        Assert.DoesNotContain(problems, problem => !problem.IsWarning);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(CompatTableWriter.Write(table!)), System.Text.Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Schema_OfTables_NamesTheMembersThatTheReaderKnows()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), "schema.json")));

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.Equal(["$schema", "module", "history"], Names(schema.RootElement));
        Assert.Equal(["ver", "breaks_bc", "reason", "note"], Names(schema.RootElement.GetProperty("$defs").GetProperty("entry")));
    }

    private static IEnumerable<string> Names(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(member => member.Name);

    private static string Folder() => Path.Combine(Repository.Root, "compat");
}
