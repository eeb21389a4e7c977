using PerfAnalyzers.EvidenceFormat;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Running;

/// <summary>The evidence file to be: checked before the command runs, because a measurement that cannot be kept is lost time.</summary>
internal sealed class OutputFile(string path)
{
    private string? _reason;

    public string Path { get; } = path;

    /// <summary>A file if it is named like one, otherwise a directory; without either, <c>.perf</c> next to the solution or <c>.git</c>.</summary>
    public static OutputFile For(string? output, string profile)
    {
        if (output is not null && output.EndsWith(PerfDirectory.Extension, StringComparison.OrdinalIgnoreCase))
            return new(System.IO.Path.GetFullPath(output));

        var directory = output ?? System.IO.Path.Combine(PerfDirectory.Root(), PerfDirectory.Name);
        return new(System.IO.Path.GetFullPath(System.IO.Path.Combine(directory, profile + PerfDirectory.Extension)));
    }

    /// <summary>Whether the file could be written now.</summary>
    public bool IsWritable()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using (File.Open(Temporary, FileMode.Create, FileAccess.Write))
            {
            }

            File.Delete(Temporary);
            return !Directory.Exists(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _reason = FileTrouble.Reason(e);
            return false;
        }
    }

    /// <summary>Writes the whole file or leaves the old one as it was.</summary>
    public bool TryWrite(EvidenceProfile profile)
    {
        try
        {
            WholeFile.Write(Path, writer => EvidenceWriter.Write(writer, [profile]));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _reason = FileTrouble.Reason(e);
            return false;
        }
    }

    /// <summary>Says that it cannot be written, and why where the system says so; answers with the exit code.</summary>
    public int Refuse()
    {
        Terminal.Error($"cannot write {Path}{(_reason is null ? "" : ": " + _reason)}");
        return ExitCode.OutputNotWritable;
    }

    private string Temporary => WholeFile.TemporaryOf(Path);
}
