namespace Sdc;

/// <summary>How the line before a ticket moves.</summary>
/// <param name="Ahead">Number of tickets that come first; 0 when it is this one's turn.</param>
/// <param name="Waited">Time since the wait began.</param>
public sealed record TicketProgress(int Ahead, TimeSpan Waited);
