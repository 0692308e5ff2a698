namespace TaskChain.Engine.Consumers;

/// <summary>Whether a consumer may post jobs now.</summary>
public abstract record JobAdmission
{
    private JobAdmission()
    {
    }

    /// <summary>It may. Dispose it when the jobs have been stored or refused.</summary>
    public sealed record Admitted : JobAdmission, IDisposable
    {
        private readonly LiveJobCount? _live;
        private int _open;

        internal Admitted(LiveJobCount? live, int jobs) => (_live, _open) = (live, jobs);

        /// <summary>Nothing is counted.</summary>
        public static Admitted Freely { get; } = new(null, 0);

        /// <summary>Tells that so many of the jobs were stored; the rest does not count as live.</summary>
        public void Stored(int jobs)
        {
            if (_live is null) return;
            _live.End(_open, jobs);
            _open = 0;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_open > 0) Stored(0);
        }
    }

    /// <summary>It may not.</summary>
    /// <param name="Code">A problem code.</param>
    /// <param name="Message">Names the limit, and what was observed.</param>
    /// <param name="RetryAfter">When it is worth trying again.</param>
    /// <param name="Limit">The limit.</param>
    /// <param name="Observed">What was observed.</param>
    public sealed record Limited(string Code, string Message, TimeSpan RetryAfter, double Limit, double Observed) : JobAdmission;
}
