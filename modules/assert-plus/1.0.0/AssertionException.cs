namespace AssertPlus;

/// <summary>A value is not what a task requires.</summary>
public sealed class AssertionException : Exception
{
    internal AssertionException(string message)
        : base(message)
    {
    }
}
