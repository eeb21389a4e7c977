using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Importing.EfLog;

/// <summary>The commands that Entity Framework Core logs (<c>Microsoft.EntityFrameworkCore.Database.Command</c>), in whatever form a logger gave them.</summary>
internal sealed class EfLogFormat : ICaptureFormat
{
    public string Name => "efcore-log";

    public bool Recognizes(CaptureHead head) =>
        head.IsText && (head.Text.Contains("Executed DbCommand (", StringComparison.Ordinal) || head.Text.Contains("Microsoft.EntityFrameworkCore.Database.Command", StringComparison.Ordinal));

    public void Read(CaptureInput input, Capture capture)
    {
        var sites = new EfSites(capture);
        try
        {
            new EfLogReader(new TextLines(input), sites).Read();
        }
        finally
        {
            sites.Finish();
        }
    }
}
