using System.Text;
using TaskChain.Sandbox.Tests.Support;
using TaskChain.Sandbox.Worker.Runs;

namespace TaskChain.Sandbox.Tests.Runs;

public sealed class SecretMaskTests
{
    private static readonly SecretMask Mask = new(["hunter2", "hunter2-long", "12345", "a\"b", "grün", ""]);

    [Theory]
    [InlineData("\"the password is hunter2\"", "\"the password is ***\"")]
    [InlineData("{\"hunter2\":1}", "{\"***\":1}")]
    [InlineData("[12345,123456,\"x12345y\"]", "[\"***\",123456,\"x***y\"]")]
    [InlineData("\"a\\\"b\"", "\"***\"")]
    [InlineData("\"\\u0068unter2 gr\\u00fcn\"", "\"*** ***\"")]
    [InlineData("\"hunter2-long\"", "\"***\"")]
    [InlineData("{\"nested\":[{\"k\":\"hunter2\"},true,null,1.50]}", "{\"nested\":[{\"k\":\"***\"},true,null,1.50]}")]
    [InlineData("{\"nothing\":\"here\"}", "{\"nothing\":\"here\"}")]
    public void Json_HoldsSecrets_TheyAreMaskedAndItStaysJson(string json, string masked) =>
        Assert.Equal(masked, Mask.Json(Encoding.UTF8.GetBytes(json)).Text());

    [Fact]
    public void Text_HoldsSecrets_TheyAreMasked()
    {
        Assert.Equal("*** and ***", Mask.Text("hunter2 and hunter2-long"));
        Assert.Null(Mask.Text(null));
    }
}
