using System.Text;
using TaskChain.Versioning.Packages;
using TaskChain.Versioning.Surfaces;
using TaskChain.Versioning.Tables;
using TaskChain.Versioning.Tests.Packages;

namespace TaskChain.Versioning.Tests;

/// <summary>Files come over the network: whatever is wrong with them is an answer, never a crash. Failures name the seed.</summary>
public sealed class DamagedFileTests
{
    private static readonly byte[] Package = new PackageBuilder()
        .Put("module/Sample.dll", File.ReadAllBytes(typeof(VersionHistory).Assembly.Location)).Build();

    private static readonly byte[] Assembly = File.ReadAllBytes(typeof(TaskScript).Assembly.Location);

    private static readonly byte[] Table = """
        { "module": "sdc-clients", "history": [ { "ver": "9.0.2", "breaks_bc": false }, { "ver": "ee86d6312", "breaks_bc": true, "reason": "é" } ] }
        """u8.ToArray();

    public static TheoryData<int> Seeds() => new(Enumerable.Range(1, 20));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ModulePackage_Damaged_IsReadOrRefused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var read = ModulePackage.Read(Damage(Package, random));
            Assert.True(read is ModulePackageRead.Accepted or ModulePackageRead.Refused { Problems.Count: > 0 });
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ApiSurface_OfADamagedAssembly_IsReadOrRefused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var bytes = Damage(Assembly, random);
            try
            {
                Assert.NotNull(ApiSurface.Read(bytes).Assembly);
            }
            catch (BadImageFormatException)
            {
                // The one thing that readers are told to expect.
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void CompatTable_Damaged_IsReadOrRefused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var problems = CompatTableReader.Read(Damage(Table, random), out var table);
            Assert.True(table is null == problems.Any(problem => !problem.IsWarning));
            if (table is not null) Assert.NotNull(table.ToHistory());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void VersionRequest_OfAnyText_IsParsedOrRefused(int seed)
    {
        var random = new Random(seed);
        const string Letters = "0123456789.-+*[](),abcfxvV \0é\n";
        for (var i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(0, 24); length > 0; length--) text.Append(Letters[random.Next(Letters.Length)]);
            var valid = VersionRequest.TryParse(text.ToString(), out var request, out var error);
            Assert.True(valid ? request is not null && VersionText.IsValid(request.Version) : error is { Length: > 0 }, text.ToString());
        }
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = whole.ToArray();
        for (var changes = random.Next(1, 24); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
