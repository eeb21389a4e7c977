using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.MySql;

/// <summary>How a plan of MySQL or MariaDB reads one table, while it is read; the filter above it may be told by another node.</summary>
internal sealed class MySqlNode
{
    public string Access { get; set; } = "";

    /// <summary>What the plan calls the table: its alias.</summary>
    public string Table { get; set; } = "";

    public string? Condition { get; set; }

    /// <summary>Rows that were read, over all loops; null when the query was not run.</summary>
    public double? Read { get; set; }

    /// <summary>Rows that were kept, over all loops.</summary>
    public double? Kept { get; set; }

    public double? TotalMs { get; set; }

    /// <summary>Whether an index decides which rows are read; what else the condition says is then no matter of that index.</summary>
    public bool IsKeyed { get; set; }

    /// <summary>The column that the index is asked for, where the plan says it.</summary>
    public string? KeyColumn { get; set; }

    /// <summary>As the model has it.</summary>
    public PlanNode ToPlanNode(CodePlace place, string? statement) => new(
        place, statement, Access, MySqlText.Table(statement, Table), IsKeyed ? KeyColumn : MySqlText.Column(Condition, Table), Whole(Read), Whole(Kept ?? Read), TotalMs);

    private static double? Whole(double? rows) => rows is { } value && double.IsFinite(value) ? Math.Clamp(Math.Round(value), 0, 1e15) : null;
}
