using System.Collections;
using TaskChain.Sandbox.Worker.Globals;

namespace TaskChain.Sandbox.Tests.Runs;

public sealed class MemberSearchTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("Inner", true)]
    [InlineData("Inner.Method", true)]
    [InlineData("Inner.Field.Length", true)]
    [InlineData("Inner.List.Count", true)]
    [InlineData("Create", true)]
    [InlineData("Nested", true)]
    [InlineData("Nested.Method", true)]
    [InlineData("ToString", true)]
    [InlineData("inner", false)]
    [InlineData("Hidden", false)]
    [InlineData("Inner.Method.Length", false)]
    [InlineData("Inner.Nothing", false)]
    public void Exists_PathFromAType_TellsPublicMembers(string path, bool exists) =>
        Assert.Equal(exists, MemberSearch.Exists(typeof(Entry), path.Length == 0 ? [] : path.Split('.')));

    private sealed class Entry
    {
        public Nested Inner { get; } = new();

        public static Entry Create() => new();

        internal int Hidden { get; }

        public sealed class Nested
        {
            public readonly string Field = "";

            public IList List { get; } = new ArrayList();

            public override string ToString() => Method();

            public string Method() => Field;
        }
    }
}
