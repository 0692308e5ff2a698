using System.Text;
using TaskChain.Versioning.Tables;

namespace TaskChain.Versioning.Tests.Tables;

public sealed class CompatTableTests
{
    private const string Sample = """
        {
          "$schema": "schema.json",
          "module": "sdc-clients",
          "history": [
            { "ver": "9.0.2", "breaks_bc": false },
            { "ver": "ee86d6312", "breaks_bc": false, "note": "WaitTicket gained a timeout" },
            { "ver": "9.0.3", "breaks_bc": false },
            { "ver": "10.0.0", "breaks_bc": true, "reason": "Cnapi.WaitTask wasn't kept; it's Cnapi.WaitTicketAsync" }
          ]
        }

        """;

    [Fact]
    public void Read_Sample_GivesEntriesInOrder()
    {
        var table = Accept(Sample);

        Assert.Equal("sdc-clients", table.Module);
        Assert.Equal(["9.0.2", "ee86d6312", "9.0.3", "10.0.0"], table.Entries.Select(entry => entry.Version));
        Assert.Equal(new HistoryEntry("ee86d6312", false, null, "WaitTicket gained a timeout"), table.Entries[1]);
        Assert.True(table.ToHistory().IsGreater("ee86d6312", "9.0.2"));
    }

    [Fact]
    public void Write_TableThatWasRead_IsTheSameFile() => Assert.Equal(Sample, Encoding.UTF8.GetString(CompatTableWriter.Write(Accept(Sample))));

    [Fact]
    public void Write_EmptyTable_CanBeRead() =>
        Assert.Empty(Accept(Encoding.UTF8.GetString(CompatTableWriter.Write(new CompatTable("url", [])))).Entries);

    [Theory]
    [InlineData("""[]""", "", "one JSON object")]
    [InlineData("""{ "module": """, "", "no JSON: line 1")]
    [InlineData("""{ "module": "\ud800", "history": [] }""", "", "no well-formed Unicode")]
    [InlineData("""{ "history": [] }""", "", "'module' is missing")]
    [InlineData("""{ "module": "a" }""", "", "'history' is missing")]
    [InlineData("""{ "module": "A b", "history": [] }""", "/module", "no module name")]
    [InlineData("""{ "module": 1, "history": {} }""", "/module", "must be a string")]
    [InlineData("""{ "module": "a", "history": {} }""", "/history", "must be a list")]
    [InlineData("""{ "module": "a", "history": [1] }""", "/history/0", "must be an object")]
    [InlineData("""{ "module": "a", "histroy": [], "history": [] }""", "/histroy", "Did you mean 'history'?")]
    [InlineData("""{ "module": "a", "module": "a", "history": [] }""", "/module", "twice")]
    [InlineData("""{ "module": "a", "history": [{ "breaks_bc": false }] }""", "/history/0", "'ver' is missing")]
    [InlineData("""{ "module": "a", "history": [{ "ver": "1.0.0" }] }""", "/history/0", "'breaks_bc' is missing")]
    [InlineData("""{ "module": "a", "history": [{ "ver": "1.0.0", "breaks_bc": "no" }] }""", "/history/0/breaks_bc", "true or false")]
    [InlineData("""{ "module": "a", "history": [{ "ver": "1.0", "breaks_bc": false }] }""", "/history/0/ver", "'1.0' is no version")]
    [InlineData("""{ "module": "a", "history": [{ "ver": "[1.0.0,)", "breaks_bc": false }] }""", "/history/0/ver", "is no version")]
    [InlineData("""{ "module": "a", "history": [{ "ver": "1.0.0", "breaks": true, "breaks_bc": true, "reason": "r" }] }""", "/history/0/breaks", "unknown")]
    [InlineData("""{ "module": "a", "history": [{ "ver": "1.0.0", "breaks_bc": true, "reason": 5 }] }""", "/history/0/reason", "must be a string")]
    public void Read_InvalidFile_PointsAtTheProblem(string json, string pointer, string message)
    {
        var problems = CompatTableReader.Read(Encoding.UTF8.GetBytes(json), out var table);

        Assert.Null(table);
        Assert.Contains(problems, problem => problem.Pointer == pointer && problem.Message.Contains(message, StringComparison.Ordinal) && !problem.IsWarning);
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0", "stands at /history/0 already")]
    [InlineData("1.0.0+a", "1.0.0+b", "differ in build metadata only")]
    [InlineData("abcdef0", "ABCDEF0", "the same")]
    [InlineData("abcdef0", "abcdef01", "one SHA prefixes the other")]
    [InlineData("abcdef01", "abcdef0", "one SHA prefixes the other")]
    public void R13_ReadOneVersionTwice_IsAnError(string first, string second, string message)
    {
        var problems = CompatTableReader.Read(Encoding.UTF8.GetBytes(Table(first, "5.0.0-x", second)), out var table);

        Assert.Null(table);
        Assert.Contains(problems, problem => problem.Pointer == "/history/2/ver" && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void R12_ReadOutOfSemVerOrder_IsAWarning()
    {
        var problems = CompatTableReader.Read(Encoding.UTF8.GetBytes(Table("9.1.0", "ee86d6312", "9.0.9", "9.2.0")), out var table);

        var warning = Assert.Single(problems);
        Assert.True(warning.IsWarning);
        Assert.Equal("/history/2/ver", warning.Pointer);
        Assert.Contains("'9.1.0'", warning.Message, StringComparison.Ordinal);
        Assert.NotNull(table);
    }

    [Fact]
    public void Read_BreakWithoutReason_IsAWarning()
    {
        var problems = CompatTableReader.Read("""{ "module": "a", "history": [{ "ver": "1.0.0", "breaks_bc": true }] }"""u8.ToArray(), out var table);

        Assert.True(Assert.Single(problems).IsWarning);
        Assert.NotNull(table);
    }

    [Fact]
    public void Read_SeveralProblems_ReportsThemTogether() =>
        Assert.True(CompatTableReader.Read("""{ "modul": 1, "history": [{ "ver": "1" }, 5] }"""u8.ToArray(), out _).Count >= 5);

    [Fact]
    public void Read_TableOfAnotherModule_IsAnError()
    {
        var problems = CompatTableReader.Read(Encoding.UTF8.GetBytes(Sample), out _, "vasync");

        Assert.Contains("expected was 'vasync'", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void R11_AppendedBy_PutsTheVersionLastOnce()
    {
        var table = Accept(Sample).AppendedBy("10.1.0").AppendedBy("10.1.0").AppendedBy("EE86D6312");

        Assert.Equal(["9.0.2", "ee86d6312", "9.0.3", "10.0.0", "10.1.0"], table.Entries.Select(entry => entry.Version));
        Assert.False(table.Entries[^1].Breaks);
    }

    [Theory]
    [InlineData("9.0.3+build")]
    [InlineData("ee86d63")]
    public void R13_AppendedByATwin_Throws(string version) =>
        Assert.Contains("the same as", Assert.Throws<ArgumentException>(() => Accept(Sample).AppendedBy(version)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1.0.0 1.1.0", "1.0.0 1.1.0", "")]
    [InlineData("1.0.0 1.1.0", "1.0.0 1.1.0 1.2.0 1.3.0", "")]
    [InlineData("1.0.0 1.1.0", "1.0.0 1.1.0!", "")]
    [InlineData("", "1.0.0", "")]
    [InlineData("1.0.0 1.1.0", "1.0.0", "'1.1.0' was removed")]
    [InlineData("1.0.0 1.1.0", "1.1.0 1.0.0", "was moved")]
    [InlineData("1.0.0 1.1.0", "1.0.0 1.0.5 1.1.0", "'1.0.5' was inserted")]
    [InlineData("1.0.0 1.1.0", "0.9.0 1.0.0 1.1.0", "'0.9.0' was inserted")]
    [InlineData("1.0.0 1.1.0", "1.0.0 1.2.0", "'1.1.0' was removed")]
    public void R10_Rewrites_NamesWhatIsMoreThanAnAppend(string previous, string next, string expected)
    {
        var problems = CompatTableChecks.Rewrites(
            new CompatTable("a", Make.History(previous).Entries), new CompatTable("a", Make.History(next).Entries));

        if (expected.Length == 0) Assert.Empty(problems);
        else Assert.Contains(problems, problem => problem.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void R11_NotListed_NamesInstalledVersionsThatTheTableLacks()
    {
        var problem = Assert.Single(CompatTableChecks.NotListed(Accept(Sample), ["9.0.2", "ee86d6312", "9.0.3+x", "11.0.0"]));

        Assert.Contains("'11.0.0'", problem.Message, StringComparison.Ordinal);
    }

    private static string Table(params string[] versions) =>
        $$"""{ "module": "a", "history": [{{string.Join(',', versions.Select(version => $$"""{ "ver": "{{version}}", "breaks_bc": false }"""))}}] }""";

    private static CompatTable Accept(string json)
    {
        var problems = CompatTableReader.Read(Encoding.UTF8.GetBytes(json), out var table);
        Assert.Empty(problems);
        return table!;
    }
}
