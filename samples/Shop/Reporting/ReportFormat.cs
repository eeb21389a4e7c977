using System.Globalization;
using System.Text;

namespace Shop;

/// <summary>
/// The loop everybody wants to rewrite: weeks inside lines inside orders, and a new string for every cell. Measure before you do.
/// </summary>
internal static class ReportFormat
{
    private const int Weeks = 104;

    private static readonly int FirstDay = new DateOnly(2025, 1, 1).DayNumber;
    private static readonly int[] Widths = [10, 8, 10, 12];

    public static void Append(StringBuilder report, Order order, IReadOnlyList<OrderLine> lines)
    {
        report.Append(CultureInfo.InvariantCulture, $"Order {order.Id} of {order.PlacedOn:yyyy-MM-dd}, reference {order.CustomerReference}\n");

        var placed = (order.PlacedOn.DayNumber - FirstDay) / 7;
        var total = 0;

        foreach (var line in lines)
        {
            var amount = line.Quantity * line.UnitPriceCents;
            int[] cells = [line.ProductId, line.Quantity, line.UnitPriceCents, amount];
            var row = "";

            for (var column = 0; column < cells.Length; column++)
                row += cells[column].ToString(CultureInfo.InvariantCulture).PadLeft(Widths[column]);

            row += "  ";

            for (var week = 0; week < Weeks; week++)
                row += week == placed ? "#" : ".";

            report.Append(row).Append('\n');
            total += amount;
        }

        report.Append(CultureInfo.InvariantCulture, $"Total {total / 100}.{total % 100:00}\n\n");
    }
}
