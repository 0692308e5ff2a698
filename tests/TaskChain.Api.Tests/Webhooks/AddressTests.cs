using System.Net;
using TaskChain.Api.Tests.Support;
using TaskChain.Api.Webhooks;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Webhooks;

namespace TaskChain.Api.Tests.Webhooks;

/// <summary>Where webhooks may go.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("93.184.216.34", true, true)]
    [InlineData("2606:2800:220:1::1", true, true)]
    [InlineData("::ffff:93.184.216.34", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.255.0.1", false, true)]
    [InlineData("10.0.0.1", false, true)]
    [InlineData("172.16.0.1", false, true)]
    [InlineData("172.31.255.255", false, true)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("192.168.0.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("fc00::1", false, true)]
    [InlineData("fd12:3456::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("::ffff:10.0.0.1", false, true)]
    [InlineData("::7f00:1", false, true)]
    [InlineData("64:ff9b::7f00:1", false, true)]
    [InlineData("64:ff9b::5db8:d822", true, true)]
    [InlineData("64:ff9b:1::5db8:d822", false, true)]
    [InlineData("64:ff9b:1:7f00:0:100::", false, true)]
    [InlineData("2002:7f00:1::1", false, true)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("169.254.0.1", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]
    [InlineData("2002:a9fe:a9fe::", false, false)]
    [InlineData("100.100.100.200", false, false)]
    [InlineData("168.63.129.16", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("0.1.2.3", false, false)]
    [InlineData("::", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fe80::1%3", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("239.255.255.255", false, false)]
    [InlineData("255.255.255.255", false, false)]
    [InlineData("ff02::1", false, false)]
    public void Policy_Address_IsAdmittedOrNot(string address, bool always, bool whenPrivateIsAllowed)
    {
        Assert.Equal(always, AddressPolicy.Admits(IPAddress.Parse(address), allowPrivate: false));
        Assert.Equal(whenPrivateIsAllowed, AddressPolicy.Admits(IPAddress.Parse(address), allowPrivate: true));
    }

    [Theory]
    [InlineData("https://hooks.example.com", "https://hooks.example.com/a?b=c", true)]
    [InlineData("https://hooks.example.com", "https://HOOKS.EXAMPLE.COM:443/", true)]
    [InlineData("https://hooks.example.com", "https://hooks.example.com:444/", false)]
    [InlineData("https://hooks.example.com", "https://a.hooks.example.com/", false)]
    [InlineData("https://*.example.com", "https://a.b.example.com/", true)]
    [InlineData("https://*.example.com", "https://example.com/", false)]
    [InlineData("https://*.example.com:8443", "https://a.example.com:8443/", true)]
    [InlineData("https://*.example.com:8443", "https://a.example.com/", false)]
    [InlineData("http://10.1.2.3:8080", "http://10.1.2.3:8080/x", true)]
    [InlineData("http://10.1.2.3:8080", "http://10.1.2.4:8080/x", false)]
    [InlineData("http://10.1.2.3:8080", "http://0xa010203:8080/x", true)]
    [InlineData("http://[fd00::1]", "http://[FD00:0::0:1]/", true)]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example/", true)]
    [InlineData("http://a.example, https://b.example;https://c.example", "https://c.example/", true)]
    public void Origins_Url_IsAllowedOrNot(string list, string url, bool allowed)
    {
        var errors = new List<string>();

        Assert.Equal(allowed, AllowedOrigins.Parse(list, errors).Find(new Uri(url)).IsAllowed);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("*")]
    [InlineData("https://*")]
    [InlineData("https://*.com")]
    [InlineData("https://*.10.1.2.3")]
    [InlineData("https://a.*.example.com")]
    [InlineData("https://user@example.com")]
    [InlineData("https://example.com/path")]
    [InlineData("ftp://example.com")]
    public void Origins_EntryThatIsNone_IsAnError(string entry)
    {
        var errors = new List<string>();

        AllowedOrigins.Parse(entry, errors);

        Assert.Contains($"'{entry}'", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.1.2.3,192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("")]
    public async Task Send_NameWithoutAnAdmittedAddress_ConnectsNowhere(string addresses)
    {
        await using var receiver = new WebhookReceiver();
        using var sender = Sender($"http://hooks.example.com:{new Uri(receiver.Origin).Port}", allowPrivate: false, addresses);

        var answer = await SendAsync(sender, $"http://hooks.example.com:{new Uri(receiver.Origin).Port}/ok/x");

        Assert.Null(answer.Status);
        Assert.Equal("'hooks.example.com' has no address that webhooks may call.", answer.Error);
        Assert.Equal(0, receiver.Count("/ok/x"));
    }

    [Fact]
    public async Task Send_NameOfAPrivateAddressWhenThoseAreAllowed_ArrivesAfterOneLookUp()
    {
        await using var receiver = new WebhookReceiver();
        var origin = $"http://hooks.example.com:{new Uri(receiver.Origin).Port}";
        var lookups = 0;
        using var sender = new WebhookSender(new WebhookOptions { Allow = origin, AllowPrivate = true }, (_, _) =>
        {
            lookups++;
            return Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254"), IPAddress.Loopback]);
        });

        var answer = await SendAsync(sender, origin + "/ok/x");

        Assert.Equal((404, null), (answer.Status, answer.Error)); // it arrives, at a receiver that does not know itself by that name
        Assert.Equal(1, lookups);
    }

    [Fact]
    public async Task Send_OriginTakenFromTheListSince_IsRefused()
    {
        using var sender = Sender("https://other.example.com", allowPrivate: true, "127.0.0.1");

        var answer = await SendAsync(sender, "https://hooks.example.com/");

        Assert.Contains("none of the origins that the operator allows", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NobodyListens_SaysNoMoreThanThat()
    {
        var origin = new WebhookReceiver();
        var url = origin.Origin;
        await origin.DisposeAsync();
        using var sender = Sender(url, allowPrivate: false, "");

        Assert.Equal(new WebhookAnswer(null, "The connection could not be made."), await SendAsync(sender, url + "/"));
    }

    private static WebhookSender Sender(string allow, bool allowPrivate, string addresses) => new(
        new WebhookOptions { Allow = allow, AllowPrivate = allowPrivate },
        (_, _) => Task.FromResult(addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray()));

    private static Task<WebhookAnswer> SendAsync(WebhookSender sender, string url) => sender.SendAsync(
        new WebhookMessage(new Uri(url), "id", 1, "v1,x", "{}"u8.ToArray()), TestContext.Current.CancellationToken);
}
