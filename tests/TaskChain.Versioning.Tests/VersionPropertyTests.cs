namespace TaskChain.Versioning.Tests;

/// <summary>Laws that hold for any history and any versions; failures name the seed.</summary>
public sealed class VersionPropertyTests
{
    public static TheoryData<int> Seeds() => new(Enumerable.Range(1, 40));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void R17_Order_IsAntisymmetricAndTransitiveOnEverything(int seed)
    {
        var random = new VersionGenerator(seed);
        var history = random.History();
        var versions = random.Versions(history, 30);

        foreach (var a in versions)
        {
            Assert.Equal(VersionOrder.Equal, history.Compare(a, a));
            foreach (var b in versions)
            {
                Assert.Equal(Opposite(history.Compare(a, b)), history.Compare(b, a));
                Assert.False(history.IsGreater(a, b) && history.IsGreater(b, a), $"Both {a} and {b} are newer.");
                foreach (var c in versions) AssertTransitive(history, a, b, c);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void R17_Order_IsTotalOnWhatIsKnown(int seed)
    {
        var history = new VersionGenerator(seed).History();

        for (var i = 0; i < history.Entries.Count; i++)
        {
            for (var j = 0; j < history.Entries.Count; j++)
            {
                var expected = i < j ? VersionOrder.Older : i > j ? VersionOrder.Newer : VersionOrder.Equal;
                Assert.Equal(expected, history.Compare(history.Entries[i].Version, history.Entries[j].Version));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void R17_Unordered_IsSaidOfDifferentUnknownCommitsOnly(int seed)
    {
        var random = new VersionGenerator(seed);
        var history = random.History();
        var versions = random.Versions(history, 40);

        foreach (var a in versions)
        {
            foreach (var b in versions.Where(b => history.Compare(a, b) == VersionOrder.Unordered))
            {
                Assert.All([a, b], sha => Assert.True(VersionText.IsSha(sha) && history.Find(sha) is not VersionMatch.Known, sha));
                Assert.NotEqual(a, b);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void R16_IsBackwardCompatible_AgreesWithBreaksAndTheOrder(int seed)
    {
        var random = new VersionGenerator(seed);
        var history = random.History();
        var versions = random.Versions(history, 30);

        foreach (var a in versions)
        {
            foreach (var b in versions)
            {
                var expected = history.Entries.Where(entry => entry.Breaks && history.IsGreater(entry.Version, a) && !history.IsGreater(entry.Version, b)).ToList();
                Assert.Equal(expected, history.BreaksBetween(a, b));
                Assert.Equal(expected.Count == 0, history.IsBackwardCompatible(a, b));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Resolve_AnyOrderOfInstalled_GivesTheSameAnswer(int seed)
    {
        var random = new VersionGenerator(seed);
        var history = random.History();
        var installed = random.Versions(history, 6).DistinctBy(VersionText.Identity).Select(Make.Installed).ToArray();

        foreach (var requested in random.Versions(history, 15).Append("*").Append("[1.0.0,3.0.0)").Append(null))
        {
            var first = Show(VersionResolver.Resolve(new CatalogueModule("m", history, installed, null), requested));
            for (var i = 0; i < 5; i++)
            {
                random.Shuffle(installed);
                Assert.Equal(first, Show(VersionResolver.Resolve(new CatalogueModule("m", history, installed, null), requested)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Resolve_AnyRequest_GivesNoVersionAcrossABreakAndExplainsEachRefusal(int seed)
    {
        var random = new VersionGenerator(seed);
        var history = random.History();
        var installed = random.Versions(history, 6).DistinctBy(VersionText.Identity).Select(Make.Installed).ToArray();
        var module = CatalogueModule.Create("m", history, installed, null);

        foreach (var requested in random.Versions(history, 30))
        {
            switch (VersionResolver.Resolve(module, requested))
            {
                case Resolution.Candidates found:
                    Assert.NotEmpty(found.Versions);
                    Assert.All(found.Versions, item => Assert.True(
                        item.Relation != CandidateRelation.Newer || history.IsBackwardCompatible(requested, item.Version.Version)));
                    Assert.True(found.Versions.Count(item => item.Relation == CandidateRelation.Older) <= 1);
                    break;
                case Resolution.Broken broken:
                    Assert.NotEmpty(broken.Break.BreakingEntries);
                    Assert.All(installed, item => Assert.Equal(VersionOrder.Newer, history.Compare(item.Version, requested)));
                    Assert.All(broken.Break.WouldSatisfy, version => Assert.True(history.IsBackwardCompatible(requested, version)));
                    break;
                case Resolution.Ambiguous ambiguous:
                    Assert.True(ambiguous.Matches.Count > 1);
                    break;
                default:
                    Assert.Fail($"Request {requested} of {string.Join(' ', installed.Select(item => item.Version))} in {string.Join(' ', history.Entries)}.");
                    break;
            }
        }
    }

    private static void AssertTransitive(VersionHistory history, string a, string b, string c)
    {
        var (ab, bc) = (history.Compare(a, b), history.Compare(b, c));
        if (ab == VersionOrder.Unordered || bc == VersionOrder.Unordered) return;
        if (ab == VersionOrder.Equal) Assert.Equal(bc, history.Compare(a, c));
        else if (bc == VersionOrder.Equal || ab == bc) Assert.Equal(ab, history.Compare(a, c));
    }

    private static VersionOrder Opposite(VersionOrder order) => order switch
    {
        VersionOrder.Older => VersionOrder.Newer,
        VersionOrder.Newer => VersionOrder.Older,
        _ => order,
    };

    private static string Show(Resolution resolution) => resolution switch
    {
        Resolution.Candidates found => $"{found.Requested}: {string.Join(' ', found.Versions.Select(item => $"{item.Version.Version}/{item.Relation}/{item.RequestedIsUnknown}"))} past {Show(found.PassedOver)}",
        Resolution.Broken broken => $"broken {Show(broken.Break)}",
        Resolution.Ambiguous ambiguous => $"ambiguous {string.Join(' ', ambiguous.Matches)}",
        _ => resolution.ToString(),
    };

    private static string Show(CompatBreak? item) => item is null
        ? "nothing"
        : $"{item.Available.Version} by {string.Join(' ', item.BreakingEntries.Select(entry => entry.Version))}, would do: {string.Join(' ', item.WouldSatisfy)}";
}
