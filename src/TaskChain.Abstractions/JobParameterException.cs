namespace TaskChain;

/// <summary>A job parameter is missing or of the wrong type.</summary>
public sealed class JobParameterException : Exception
{
    /// <summary>Creates the exception.</summary>
    public JobParameterException(string parameter, string message, Exception? inner = null)
        : base(message, inner) => Parameter = parameter;

    /// <summary>Name of the parameter.</summary>
    public string Parameter { get; }
}
