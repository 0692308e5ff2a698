using System.Buffers;
using System.Buffers.Text;

namespace TaskChain.Engine.Submission;

/// <summary>
/// Writes JSON numbers so that equal ones are written alike: <c>1</c>, <c>1.0</c> and <c>10e-1</c>. Digits are looked at, not values: nothing is rounded.
/// </summary>
internal static class NumberForm
{
    /// <summary>Longest exponent that is reckoned with; numbers with longer ones are compared as they are written.</summary>
    private const int MaxExponentDigits = 17;

    /// <summary>Writes sign, digits without zeros at either end, and the exponent of the last digit.</summary>
    /// <param name="form">Receives it.</param>
    /// <param name="number">A valid JSON number.</param>
    public static void Write(ArrayBufferWriter<byte> form, ReadOnlySpan<byte> number)
    {
        if (!TrySplit(number, out var mantissa, out var exponent))
        {
            form.Write("~"u8);
            form.Write(number);
            form.Write(";"u8);
            return;
        }

        var isNegative = mantissa[0] == '-';
        if (isNegative) mantissa = mantissa[1..];
        Span<byte> digits = mantissa.Length <= 256 ? stackalloc byte[mantissa.Length] : new byte[mantissa.Length];
        var count = 0;
        foreach (var letter in mantissa)
        {
            if (letter != '.') digits[count++] = letter;
        }

        if (count < mantissa.Length) exponent -= mantissa.Length - mantissa.IndexOf((byte)'.') - 1;
        digits = digits[..count];
        var trimmed = digits.TrimEnd((byte)'0');
        exponent += count - trimmed.Length;
        trimmed = trimmed.TrimStart((byte)'0');
        form.Write(isNegative && !trimmed.IsEmpty ? "#-"u8 : "#"u8);
        form.Write(trimmed);
        form.Write("e"u8);
        Utf8Formatter.TryFormat(trimmed.IsEmpty ? 0 : exponent, form.GetSpan(24), out var length);
        form.Advance(length);
        form.Write(";"u8);
    }

    private static bool TrySplit(ReadOnlySpan<byte> number, out ReadOnlySpan<byte> mantissa, out long exponent)
    {
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        mantissa = e < 0 ? number : number[..e];
        exponent = 0;
        if (e < 0) return true;
        var text = number[(e + 1)..];
        var isNegative = text[0] == '-';
        text = text.TrimStart("+-"u8).TrimStart((byte)'0');
        if (text.Length > MaxExponentDigits || (!text.IsEmpty && !Utf8Parser.TryParse(text, out exponent, out _))) return false;
        if (isNegative) exponent = -exponent;
        return true;
    }
}
