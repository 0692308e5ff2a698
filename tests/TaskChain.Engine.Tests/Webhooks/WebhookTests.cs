using System.Text;
using TaskChain.Engine.Webhooks;

namespace TaskChain.Engine.Tests.Webhooks;

public sealed class WebhookTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(5, 80)]
    [InlineData(10, 2560)]
    [InlineData(11, 3600)]
    [InlineData(100, 3600)]
    public void BackOff_DoublesUpToAnHourAFifthMoreOrLess(int attempt, double seconds)
    {
        var options = new WebhookOptions();

        Assert.Equal(seconds * 0.8, WebhookBackOff.After(options, attempt, 0).TotalSeconds, 3);
        Assert.Equal(seconds, WebhookBackOff.After(options, attempt, 0.5).TotalSeconds, 3);
        Assert.Equal(seconds * 1.2, WebhookBackOff.After(options, attempt, 1).TotalSeconds, 3);
    }

    /// <summary>The example of the Standard Webhooks specification.</summary>
    [Fact]
    public void Sign_ExampleOfTheSpecification_IsItsSignature()
    {
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = WebhookSigner.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("{\"test\": 2432232314}"));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void Secret_IsOfTheFormThatReceiversRead()
    {
        var secret = WebhookSigner.MakeSecret();

        Assert.Equal(secret, Convert.FromBase64String(WebhookSigner.Text(secret)["whsec_".Length..]));
        Assert.InRange(secret.Length, 24, 64);
    }
}
