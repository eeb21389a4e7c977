using System.Globalization;

namespace ProfileFirst.Printing;

/// <summary>Numbers as people read them.</summary>
internal static class Figure
{
    public static string Count(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Milliseconds(double value) => value.ToString(value < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture) + " ms";

    public static string Share(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);
}
