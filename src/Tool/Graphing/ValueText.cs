using System.Globalization;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Graphing;

/// <summary>Values of a call tree as people read them.</summary>
internal static class ValueText
{
    /// <summary>The unit's name.</summary>
    public static string Unit(ValueKind kind) => kind switch
    {
        ValueKind.WallMs or ValueKind.CpuMs => "ms",
        ValueKind.Samples => "samples",
        _ => "bytes",
    };

    /// <summary>What is measured, for a heading.</summary>
    public static string Title(ValueKind kind) => kind switch
    {
        ValueKind.WallMs => "thread time",
        ValueKind.CpuMs => "processor time",
        ValueKind.Samples => "samples",
        ValueKind.AllocatedBytes => "bytes allocated",
        _ => "bytes held",
    };

    /// <summary>A number without needless digits.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "#,0.##" : "#,0", CultureInfo.InvariantCulture);
}
