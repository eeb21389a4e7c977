namespace ProfileFirst.Measuring;

/// <summary>One account's report: its size, what a request for it cost, and what it said.</summary>
internal sealed record AccountFigures(int Account, int Orders, Measurement Measured, string Report);
