#pragma warning disable CA1034, CA1040, CA1051, CA1052, CA1000, CA1003, CA1008, CA1019, CA1027, CA1028, CA1036, CA1050, CA1066, CA1067, CA1070, CA1815, CA1819, CA1822, CA2211, CA2225, CA2231, IDE0060, CS0067, CS0649, CA1031, CA1032, CA1711, CA1024, CA1044, CA1045, CA1055, CA1805, CA1002 // Every shape that C# has, sense or not.
namespace TaskChain.Versioning.Tests.Surfaces.Fixture;

/// <summary>T</summary>
public class Box<T>
    where T : class, IComparable<T>, new()
{
    /// <summary>F</summary>
    public const string Name = "a\"b";

    /// <summary>F</summary>
    public static readonly int Count = 1;

    /// <summary>F</summary>
    protected T? value;

    /// <summary>C</summary>
    public Box()
    {
    }

    /// <summary>C</summary>
    protected Box(T first, params string[] rest) => value = first;

    /// <summary>E</summary>
    public event EventHandler<EventArgs>? Changed;

    /// <summary>P</summary>
    public required string Label { get; init; }

    /// <summary>P</summary>
    public virtual int Size { get; protected set; }

    /// <summary>P</summary>
    public T? this[int index, string key]
    {
        get => value;
        set => this.value = value;
    }

    /// <summary>M</summary>
    public Dictionary<string, List<T[]>> Map<TOther>(TOther other, T mine, int[,] grid, List<TOther?[]> many)
        where TOther : struct => [];

    /// <summary>M</summary>
    public bool TryGet(string name, out T? found, ref int count, in DateTime when, ref readonly long size)
    {
        found = value;
        return true;
    }

    /// <summary>M</summary>
    public static async Task<(int Count, string? Text)> WaitAsync(string ticket, TimeSpan? timeout = null, int tries = 3, CancellationToken token = default)
    {
        await Task.CompletedTask;
        return (tries, ticket);
    }

    /// <summary>M</summary>
    public string?[]? Nulls(string?[]? a, Dictionary<string, List<string?>>? b, object c) => a;

    /// <summary>M</summary>
    public unsafe void Raw(int* pointer, delegate*<int, void> function)
    {
    }

    /// <summary>M</summary>
    public static Box<T> operator +(Box<T> a, Box<T> b) => a;

    /// <summary>M</summary>
    public static implicit operator string(Box<T> box) => box.Label;

    /// <summary>M</summary>
    public static explicit operator int(Box<T> box) => 1;

    internal void Hidden()
    {
    }

    private protected void HiddenToo()
    {
    }

    /// <summary>T</summary>
    public readonly struct Inner<TIn>
    {
        /// <summary>M</summary>
        public Box<TT>.Inner<TIn> Swap<TT>(Box<T>.Inner<TIn> other, TIn plain, T outer)
            where TT : class, IComparable<TT>, new() => default;
    }

    /// <summary>T</summary>
    protected sealed class Guarded : Box<T>, IDisposable
    {
        /// <summary>M</summary>
        public void Dispose() => GC.SuppressFinalize(this);
    }
}

/// <summary>T</summary>
public enum Colour : byte
{
    /// <summary>F</summary>
    Red = 1,

    /// <summary>F</summary>
    Blue = 4,
}

/// <summary>T</summary>
public delegate T Maker<out T>(string name, int count = 2);

/// <summary>T</summary>
public interface IShape<in T>
{
    /// <summary>P</summary>
    double Area { get; }

    /// <summary>M</summary>
    void Draw(T on);

    /// <summary>M</summary>
    static abstract int Sides();
}

/// <summary>T</summary>
public static class Extensions
{
    /// <summary>M</summary>
    public static ref readonly int First(this int[] items) => ref items[0];
}

/// <summary>T</summary>
public abstract record Shape(string Name)
{
    /// <summary>M</summary>
    public abstract double Area();

    /// <summary>M</summary>
    public sealed override string ToString() => Name;
}
