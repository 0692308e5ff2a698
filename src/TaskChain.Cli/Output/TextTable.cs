namespace TaskChain.Cli.Output;

/// <summary>Aligned columns. A row's last column is not padded.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [headers];

    /// <summary>Adds a row with as many cells as there are headers.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(OneLine)]);

    /// <summary>Writes headers and rows.</summary>
    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, headers.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            for (var column = 0; column < row.Length - 1; column++) output.Write(row[column].PadRight(widths[column] + 2));
            output.WriteLine(row[^1]);
        }
    }

    // What others wrote neither breaks lines nor moves the terminal's cursor.
    private static string OneLine(string cell) => string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));
}
