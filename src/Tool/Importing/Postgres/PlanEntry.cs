using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.Postgres;

/// <summary>One node of a PostgreSQL plan while it is read.</summary>
internal sealed class PlanEntry
{
    public string Type { get; set; } = "";

    public string? Relation { get; set; }

    public string? Alias { get; set; }

    /// <summary>Rows that the node gave, a mean over its loops; null where the query was not run.</summary>
    public double? Rows { get; set; }

    /// <summary>How often it was run, each worker counted.</summary>
    public double? Loops { get; set; }

    /// <summary>Rows that its own conditions dropped, a mean over its loops.</summary>
    public double Removed { get; set; }

    /// <summary>Milliseconds, a mean over its loops.</summary>
    public double? TotalMs { get; set; }

    /// <summary>What decides by an index which rows are read.</summary>
    public string? IndexCondition { get; set; }

    /// <summary>What decides which of the rows that were read are kept.</summary>
    public string? Filter { get; set; }

    /// <summary>The node where it reads a table and was run, or would be.</summary>
    public PlanNode? ToPlanNode(CodePlace place, string? statement)
    {
        if (Relation is null || !Type.EndsWith("Scan", StringComparison.Ordinal) || Loops == 0)
            return null;

        // An index that is read from end to end, for its order, finds nothing.
        if (Rows is null && IndexCondition is null && Filter is not null && Type.Contains("Index", StringComparison.Ordinal))
            return null;

        var column = ComparedColumn.Of(IndexCondition ?? Filter, Alias ?? Relation);
        var loops = Loops ?? 1;
        return new(place, statement, Type, Relation, column, Whole((Rows + Removed) * loops), Whole(Rows * loops), TotalMs * loops);
    }

    /// <summary>Takes a property as PostgreSQL names it in a plan.</summary>
    public void Set(string name, string? text, double? number)
    {
        switch (name)
        {
            case "Node Type":
                Type = text ?? "";
                break;
            case "Relation Name":
                Relation = text;
                break;
            case "Alias":
                Alias = text;
                break;
            case "Actual Rows":
                Rows = AtLeastZero(number);
                break;
            case "Actual Loops":
                Loops = AtLeastZero(number);
                break;
            case "Actual Total Time":
                TotalMs = AtLeastZero(number);
                break;
            case "Rows Removed by Filter" or "Rows Removed by Index Recheck":
                Removed += AtLeastZero(number) ?? 0;
                break;
            case "Filter":
                Filter = text;
                break;
            case "Index Cond":
                IndexCondition = text;
                break;
            case "Recheck Cond":
                IndexCondition ??= text;
                break;
        }
    }

    // Means are rounded, so the product is about right and no fraction of a row.
    private static double? Whole(double? rows) => rows is { } value ? Math.Round(value) : null;

    private static double? AtLeastZero(double? number) => number is { } value && double.IsFinite(value) ? Math.Clamp(value, 0, 1e15) : null;
}
