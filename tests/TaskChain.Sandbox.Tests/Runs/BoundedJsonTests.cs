using TaskChain.Sandbox.Tests.Support;
using TaskChain.Sandbox.Worker.Runs;

namespace TaskChain.Sandbox.Tests.Runs;

public sealed class BoundedJsonTests
{
    [Theory]
    [InlineData(10, true)]
    [InlineData(998, true)]
    [InlineData(999, false)]
    [InlineData(1_000_000, false)]
    public void Write_TextOfSomeLength_FitsUpToTheLimit(int length, bool fits)
    {
        var text = new string('x', length);

        if (fits) Assert.Equal(length + 2, BoundedJson.Write(text, "It", 1000).Length);
        else Assert.Throws<ValueTooLargeException>(() => BoundedJson.Write(text, "It", 1000));
    }

    [Fact]
    public void Write_GetterThrows_IsNotSerializableWithItsMessage()
    {
        var thrown = Assert.Throws<ValueNotSerializableException>(() => BoundedJson.Write(new Broken(), "The result", 1000));

        Assert.Equal("The result cannot be written as JSON: no value", thrown.Message);
    }

    [Fact]
    public void Write_Null_IsNull() => Assert.Equal("null", BoundedJson.Write(null, "It", 1000).Text());

    private sealed class Broken
    {
        private readonly string _message = "no value";

        public string Value => throw new InvalidOperationException(_message);
    }
}
