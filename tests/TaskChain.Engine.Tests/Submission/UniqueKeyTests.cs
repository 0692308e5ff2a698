using System.Globalization;
using System.Text;
using TaskChain.Contracts;
using TaskChain.Engine.Submission;

namespace TaskChain.Engine.Tests.Submission;

public sealed class UniqueKeyTests
{
    [Theory]
    [InlineData("{}", "{ }")]
    [InlineData("""{"a":1,"b":2}""", """{ "b" : 2, "a" : 1 }""")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":1}""", """{"a":10e-1}""")]
    [InlineData("""{"a":1}""", """{"a":0.1E+1}""")]
    [InlineData("""{"a":100}""", """{"a":1e2}""")]
    [InlineData("""{"a":0}""", """{"a":-0.00e7}""")]
    [InlineData("""{"a":-1200}""", """{"a":-1.2e3}""")]
    [InlineData("""{"a":0.001}""", """{"a":1E-003}""")]
    [InlineData("""{"a":"é"}""", """{"a":"\u00e9"}""")]
    [InlineData("""{"é":1}""", """{"\u00E9":1}""")]
    [InlineData("""{"a":"😀"}""", """{"a":"\ud83d\ude00"}""")]
    [InlineData("""{"a":"/"}""", """{"a":"\/"}""")]
    [InlineData("""{"a":{"x":[1,{"p":1,"q":2}],"y":null}}""", """{"a":{"y":null,"x":[1.0,{"q":2,"p":1}]}}""")]
    public void Of_EqualParameters_IsTheSame(string one, string other) => Assert.Equal(Key("/t", one), Key("/t", other));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1}""", """{"a":true}""")]
    [InlineData("""{"a":1}""", """{"a":-1}""")]
    [InlineData("""{"a":1}""", """{"a":10}""")]
    [InlineData("""{"a":1}""", """{"a":0.1}""")]
    [InlineData("""{"a":1}""", """{"b":1}""")]
    [InlineData("""{"a":1}""", """{"a":[1]}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":null}""")]
    [InlineData("""{"a":"null"}""", """{"a":null}""")]
    [InlineData("""{"a":"true"}""", """{"a":true}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":[[1],2]}""", """{"a":[[1,2]]}""")]
    [InlineData("""{"a":[12]}""", """{"a":[1,2]}""")]
    [InlineData("""{"a":{"b":1},"c":2}""", """{"a":{"b":1,"c":2}}""")]
    [InlineData("""{"a":{}}""", """{"a":[]}""")]
    [InlineData("""{"ab":"c"}""", """{"a":"bc"}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    [InlineData("""{"a":1e400}""", """{"a":1e401}""")]
    [InlineData("""{"a":1e99999999999999999999}""", """{"a":1e-99999999999999999999}""")]
    public void Of_OtherParameters_IsAnother(string one, string other) => Assert.NotEqual(Key("/t", one), Key("/t", other));

    [Fact]
    public void Of_AnotherTarget_IsAnother()
    {
        Assert.NotEqual(Key("/a", "{}"), Key("/b", "{}"));
        Assert.NotEqual(Key("/a", """{"b":1}"""), Key("/ab", "{}"));
    }

    [Fact]
    public void Of_OneValueWrittenInManyWays_IsAlwaysTheSame()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 2000; i++)
        {
            var value = Value.Object(random, depth: 3);
            var plain = Key("/t", value.Write(null));
            Assert.Equal(plain, Key("/t", value.Write(random)));
            Assert.Equal(plain, Key("/t", value.Write(random)));
        }
    }

    [Fact]
    public void Of_ManyValues_HasNoTwoAlike()
    {
        var random = new Random(7);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 5000; i++)
        {
            var text = Value.Object(random, depth: 2).Write(null);
            if (known.TryGetValue(Key("/t", text), out var other)) Assert.Equal(other, text);
            known[Key("/t", text)] = text;
        }
    }

    private static string Key(string target, string json) => UniqueKey.Of(target, new RawJson(Encoding.UTF8.GetBytes(json)));

    /// <summary>A JSON value that can be written in many ways. Its plain form, with members in order of their names, tells it from all others.</summary>
    private abstract record Value
    {
        public static Value Object(Random random, int depth) => new Members(
            [.. Enumerable.Range(0, random.Next(5)).Select(_ => Name(random)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => (name, Any(random, depth - 1)))]);

        public abstract string Write(Random? how);

        private static Value Any(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
        {
            0 => new Text(Name(random)),
            1 => new Number(random.Next(-3, 4) * (long)Math.Pow(10, random.Next(4)), random.Next(4)),
            2 => new Word(random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" }),
            3 => new Text(random.Next(10).ToString(CultureInfo.InvariantCulture)),
            4 => Object(random, depth),
            _ => new Items([.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1))]),
        };

        private static string Name(Random random) =>
            string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(5) switch { 0 => "a", 1 => "é", 2 => "\"", 3 => "😀", _ => "b" }));

        private static string Quote(string text, Random? how)
        {
            var quoted = new StringBuilder("\"");
            foreach (var letter in text)
            {
                // Plain: only what has to be escaped; otherwise now and then one more, in either case of letters.
                var escape = how is null ? letter is '"' : letter is '"' || char.IsSurrogate(letter) || how.Next(2) == 0;
                if (!escape) quoted.Append(letter);
                else quoted.Append("\\u").Append(((int)letter).ToString(how?.Next(2) == 0 ? "X4" : "x4", CultureInfo.InvariantCulture));
            }

            return quoted.Append('"').ToString();
        }

        private static string Space(Random? how) => how is null ? "" : new string(' ', how.Next(2));

        private sealed record Text(string Content) : Value
        {
            public override string Write(Random? how) => Quote(Content, how);
        }

        private sealed record Word(string Content) : Value
        {
            public override string Write(Random? how) => Content;
        }

        /// <summary>A whole number divided by a power of ten.</summary>
        private sealed record Number(long Whole, int Places) : Value
        {
            public override string Write(Random? how)
            {
                var value = Whole / (decimal)Math.Pow(10, Places);
                if (how is null) return (value + 0.0m).ToString("0.##########", CultureInfo.InvariantCulture);
                var shift = how.Next(-3, 4);
                var mantissa = value * (decimal)Math.Pow(10, shift);
                var zeros = mantissa.ToString(how.Next(2) == 0 ? "0.##########" : "0.0000000000", CultureInfo.InvariantCulture);
                return $"{zeros}{(how.Next(2) == 0 ? "e" : "E")}{(-shift).ToString("+00;-0;+0", CultureInfo.InvariantCulture)}";
            }
        }

        private sealed record Items(IReadOnlyList<Value> Content) : Value
        {
            public override string Write(Random? how) => $"[{string.Join("," + Space(how), Content.Select(item => item.Write(how)))}]";
        }

        private sealed record Members(IReadOnlyList<(string Name, Value Value)> Content) : Value
        {
            public override string Write(Random? how)
            {
                var members = Content.ToArray();
                how?.Shuffle(members);
                return $"{{{string.Join(",", members.Select(member => $"{Space(how)}{Quote(member.Name, how)}:{Space(how)}{member.Value.Write(how)}"))}}}";
            }
        }
    }
}
