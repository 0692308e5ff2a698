using System.Buffers.Binary;
using System.Text.Json;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Sandbox.Tests.Protocol;

public sealed class FrameTests
{
    [Fact]
    public void Fields_OfEveryType_ComeBackAsWritten()
    {
        var buffer = new FrameBuffer();
        buffer.Begin(FrameKind.Run);
        buffer.WriteNumber(long.MinValue);
        buffer.WriteNumber(300);
        buffer.WriteDouble(0.25);
        buffer.WriteText(null);
        buffer.WriteText("");
        buffer.WriteText("grüße");
        buffer.WriteBytes([1, 2, 3]);
        buffer.End();

        Assert.True(Read(buffer).TryRead(out var frame));

        var payload = new PayloadReader(frame.Payload.Span);
        Assert.Equal(FrameKind.Run, frame.Kind);
        Assert.Equal(long.MinValue, payload.ReadNumber());
        Assert.Equal(300, payload.ReadInt32());
        Assert.Equal(0.25, payload.ReadDouble());
        Assert.Null(payload.ReadText());
        Assert.Equal("", payload.ReadText());
        Assert.Equal("grüße", payload.ReadText());
        Assert.Equal([1, 2, 3], payload.ReadBytes().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public void Frames_ArrivingInPieces_AreReadWhole(int piece)
    {
        var big = new byte[300_000];
        Random.Shared.NextBytes(big);
        var buffer = new FrameBuffer();
        foreach (var content in new[] { [1], big, [2], big, [] })
        {
            buffer.Begin(FrameKind.Info);
            buffer.WriteBytes(content);
            buffer.End();
        }

        var reader = Read(buffer, piece);

        foreach (var content in new[] { [1], big, [2], big, [] })
        {
            Assert.True(reader.TryRead(out var frame));
            Assert.Equal(content, new PayloadReader(frame.Payload.Span).ReadBytes().ToArray());
        }

        Assert.False(reader.TryRead(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Frame.MaxSize + 1)]
    public void TryRead_ImpossibleLength_Throws(int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);

        Assert.Throws<InvalidDataException>(() => new FrameReader(new MemoryStream(bytes)).TryRead(out _));
    }

    [Fact]
    public void End_FrameOverTheLimit_DropsItAndKeepsTheOneBefore()
    {
        var buffer = new FrameBuffer();
        buffer.Begin(FrameKind.Info);
        Assert.True(buffer.End());

        buffer.Begin(FrameKind.Result);
        buffer.WriteBytes(new byte[Frame.MaxSize]);

        Assert.False(buffer.End());
        Assert.Equal(Frame.HeaderSize, buffer.Length);
    }

    [Fact]
    public void PayloadReader_PayloadTooShort_Throws()
    {
        Assert.Throws<InvalidDataException>(() => new PayloadReader([5, 1]).ReadBytes());
        Assert.Throws<InvalidDataException>(() => new PayloadReader([0x80]).ReadNumber());
    }

    [Fact]
    public void CompileMessages_AsJson_ComeBackAsWritten()
    {
        var request = new CompileRequest
        {
            Body = "return 1;",
            Modules = [new CompileModule("a", "m", "1.0.0", "1.0.1", [new HistoryFact("1.0.0", false, null)], [new KnownModuleVersion("1.0.1", "ab", "/x/m.dll", "M.Entry")])],
        };

        var json = JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJson.Default.CompileRequest);
        var back = JsonSerializer.Deserialize(json, ProtocolJson.Default.CompileRequest)!;

        Assert.Equal(request.Body, back.Body);
        Assert.True(back.Versioning);
        Assert.Equal("1.0.1", back.Modules[0].Known[0].Version);
    }

    private static FrameReader Read(FrameBuffer buffer, int piece = int.MaxValue)
    {
        var stream = new MemoryStream();
        buffer.Flush(stream);
        return new FrameReader(new PiecemealStream(stream.ToArray(), piece));
    }

    private sealed class PiecemealStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
