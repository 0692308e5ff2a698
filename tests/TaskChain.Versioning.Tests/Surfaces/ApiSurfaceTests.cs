using System.Reflection;
using System.Xml.Linq;
using TaskChain.Versioning.Surfaces;

namespace TaskChain.Versioning.Tests.Surfaces;

public sealed class ApiSurfaceTests
{
    private static readonly ApiSurface Own = Read(typeof(ApiSurfaceTests).Assembly.Location);

    [Fact]
    public void Read_OwnFixture_HasTheIdsThatTheCompilerWrites()
    {
        // The compiler's documentation file is the oracle: everything in the fixture is documented.
        var expected = CompilersIds(System.IO.Path.ChangeExtension(typeof(ApiSurfaceTests).Assembly.Location, ".xml"))
            .Where(id => id.Contains(".Surfaces.Fixture.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.True(expected.Count > 30, $"The documentation file has only {expected.Count} ids of the fixture.");

        var actual = Own.Members.Select(member => member.Id).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], expected.Except(actual));
    }

    [Theory]
    [InlineData("TaskChain.Abstractions")]
    [InlineData("TaskChain.Versioning")]
    public void Read_RealAssembly_HasEachDocumentedPublicMember(string assembly)
    {
        var file = System.IO.Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
        var actual = Read(file).Members.Select(member => member.Id).ToHashSet(StringComparer.Ordinal);

        var missing = CompilersIds(System.IO.Path.ChangeExtension(file, ".xml"))
            .Where(id => id[0] != 'T' && actual.Contains("T:" + Owner(id)) && IsVisible(assembly, id) && !actual.Contains(id));

        Assert.Equal([], missing);
    }

    [Theory]
    [InlineData("T:Box`1", "public class Box<T> where T : class, IComparable<T>, new()")]
    [InlineData("F:Box`1.Name", "public const string Name = \"a\\\"b\"")]
    [InlineData("F:Box`1.Count", "public static readonly int Count")]
    [InlineData("F:Box`1.value", "protected T? value")]
    [InlineData("M:Box`1.#ctor(`0,System.String[])", "protected Box(T first, params string[] rest)")]
    [InlineData("E:Box`1.Changed", "public event EventHandler<EventArgs>? Changed")]
    [InlineData("P:Box`1.Label", "public required string Label { get; init; }")]
    [InlineData("P:Box`1.Size", "public virtual int Size { get; protected set; }")]
    [InlineData("P:Box`1.Item(System.Int32,System.String)", "public T? this[int index, string key] { get; set; }")]
    [InlineData("M:Box`1.TryGet(System.String,`0@,System.Int32@,System.DateTime@,System.Int64@)", "public bool TryGet(string name, out T? found, ref int count, in DateTime when, ref readonly long size)")]
    [InlineData("M:Box`1.WaitAsync(System.String,System.Nullable{System.TimeSpan},System.Int32,System.Threading.CancellationToken)", "public static Task<(int, string?)> WaitAsync(string ticket, TimeSpan? timeout = null, int tries = 3, CancellationToken token = default)")]
    [InlineData("M:Box`1.Nulls(System.String[],System.Collections.Generic.Dictionary{System.String,System.Collections.Generic.List{System.String}},System.Object)", "public string?[]? Nulls(string?[]? a, Dictionary<string, List<string?>>? b, object c)")]
    [InlineData("M:Box`1.op_Implicit(~Box{`0})~System.String", "public static string op_Implicit(Box<T> box)")]
    [InlineData("T:Box`1.Inner`1", "public readonly struct Box<T>.Inner<TIn>")]
    [InlineData("T:Box`1.Guarded", "protected sealed class Box<T>.Guarded : Box<T>, IDisposable")]
    [InlineData("T:Colour", "public enum Colour : byte")]
    [InlineData("F:Colour.Blue", "Blue = 4")]
    [InlineData("T:Maker`1", "public delegate T Maker<T>(string name, int count = 2)")]
    [InlineData("T:IShape`1", "public interface IShape<T>")]
    [InlineData("P:IShape`1.Area", "public double Area { get; }")]
    [InlineData("M:IShape`1.Sides", "public static abstract int Sides()")]
    [InlineData("T:Extensions", "public static class Extensions")]
    [InlineData("M:Extensions.First(System.Int32[])", "public static ref readonly int First(int[] items)")]
    [InlineData("M:Shape.Area", "public abstract double Area()")]
    [InlineData("M:Shape.ToString", "public sealed override string ToString()")]
    public void Read_Member_IsWrittenAsCSharpDeclaresIt(string id, string signature)
    {
        const string Fixture = "TaskChain.Versioning.Tests.Surfaces.Fixture.";
        var full = $"{id[..2]}{Fixture}{id[2..].Replace("(~", "(" + Fixture, StringComparison.Ordinal)}";

        Assert.Equal(signature, Own.Members.Single(member => member.Id == full).Signature);
    }

    [Theory]
    [InlineData("Hidden")]
    [InlineData("HiddenToo")]
    [InlineData("get_Size")]
    [InlineData("Clone")]
    public void Read_WhatIsNotVisible_IsLeftOut(string name) =>
        Assert.DoesNotContain(Own.Members, member => member.Id.Contains(".Fixture.", StringComparison.Ordinal) && member.Id.Contains(name, StringComparison.Ordinal));

    [Fact]
    public void ToJson_ReadBack_IsTheSame()
    {
        var copy = ApiSurface.FromJson(Own.ToJson());

        Assert.Contains("\"kind\":\"constructor\",\"signature\":\"public Box()\"", System.Text.Encoding.UTF8.GetString(Own.ToJson()), StringComparison.Ordinal);
        Assert.Equal(Own.Assembly, copy.Assembly);
        Assert.Equal(Own.Members, copy.Members);
    }

    [Fact]
    public void Read_NoAssembly_Throws() => Assert.ThrowsAny<BadImageFormatException>(() => ApiSurface.Read("no assembly at all"u8.ToArray()));

    private static ApiSurface Read(string file)
    {
        using var stream = File.OpenRead(file);
        return ApiSurface.Read(stream);
    }

    private static IEnumerable<string> CompilersIds(string file) =>
        XDocument.Load(file).Descendants("member").Select(member => (string)member.Attribute("name")!);

    // Internal members are documented, too; reflection tells which ones those are.
    private static bool IsVisible(string assembly, string id)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var name = Path(id)[(Owner(id).Length + 1)..].Split('`')[0].Replace('#', '.');
        return Assembly.Load(assembly).GetType(Owner(id))?.GetMember(name, All).Length > 0;
    }

    private static string Owner(string id) => Path(id)[..Path(id).LastIndexOf('.')];

    private static string Path(string id) => id[2..].Split('(')[0];
}
