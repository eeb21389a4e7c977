using System.Text;
using System.Xml;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.SqlServer;

/// <summary>SQL Server's plan as XML: <c>.sqlplan</c> files, <c>SET STATISTICS XML ON</c>, the query store. Saved as UTF-16 as often as not.</summary>
internal sealed class ShowplanFormat : ICaptureFormat
{
    private const int MaxLength = 64_000_000;

    public string Name => "sqlserver-showplan";

    // The zero bytes of UTF-16 lie between the letters.
    public bool Recognizes(CaptureHead head) => head.Text.Replace("\0", "", StringComparison.Ordinal).Contains("<ShowPlanXML", StringComparison.Ordinal);

    public void Read(CaptureInput input, Capture capture)
    {
        var before = capture.Plans.Count;
        var text = Decode(input.ReadAll(MaxLength));
        var start = text.IndexOf("<ShowPlanXML", StringComparison.Ordinal);
        try
        {
            // What the declaration says about the encoding is often no longer true.
            using var reader = XmlReader.Create(new StringReader(start < 0 ? text : text[start..]), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            new ShowplanReader(reader, capture).Read();
        }
        catch (XmlException e)
        {
            throw new CaptureException("the XML is damaged or ends early", e.LineNumber > 0 ? e.LineNumber : null);
        }

        var plans = capture.PlansSince(before);
        if (plans.Count == 0)
            capture.Remark($"{input.FileName}: the plan reads no table");
        else if (plans.TrueForAll(p => p.RowsRead is null))
            capture.Remark($"{input.FileName}: an estimated plan says how rows are found and not how many; save the actual plan");
    }

    private static string Decode(byte[] bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2),
        [_, 0, ..] => Encoding.Unicode.GetString(bytes),
        _ => Encoding.UTF8.GetString(bytes),
    };
}
