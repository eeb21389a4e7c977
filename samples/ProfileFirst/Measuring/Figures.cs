namespace ProfileFirst.Measuring;

/// <summary>The report measured for two accounts that differ in their number of orders: what grows with the data shows between them.</summary>
internal sealed record Figures(AccountFigures Large, AccountFigures Small);
