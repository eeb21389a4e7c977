namespace ProfileFirst.Steps;

/// <summary>The places in Shop that this story is about.</summary>
internal static class ShopFile
{
    public const string Report = "Shop/Reporting/OrderReport.cs";
    public const string Format = "Shop/Reporting/ReportFormat.cs";

    /// <summary>The loop that looks expensive.</summary>
    public const string FormatMember = "Shop.ReportFormat.";

    /// <summary>The query behind the interface, whatever overload the fix adds.</summary>
    public const string LinesMember = "Shop.OrderLineRepository.";

    /// <summary>The filter on a column without an index.</summary>
    public const string OrdersMember = "Shop.OrderReport.LoadOrdersAsync";
}
