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
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        var made = new List<string>();
        try
        {
            for (var missing = directory; missing is not null && !Directory.Exists(missing); missing = System.IO.Path.GetDirectoryName(missing))
                made.Add(missing);

            Directory.CreateDirectory(directory);
            var place = WholeFile.Place(Path);
            if (WholeFile.IsDevice(place))
                return true;

            var temporary = WholeFile.TemporaryOf(place);
            using (File.Open(temporary, FileMode.Create, FileAccess.Write))
            {
            }

            File.Delete(temporary);
            return !Directory.Exists(Path) && (_reason = KeptProfiles.WhyNot(WholeFile.Place(Path))) is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _reason = FileTrouble.Reason(e);
            return false;
        }
        finally
        {
            // A measurement of nothing leaves nothing behind.
            made.ForEach(Remove);
        }
    }

    /// <summary>Writes the whole file, with the other profiles that it has, or leaves the old one as it was.</summary>
    public bool TryWrite(EvidenceProfile profile)
    {
        try
        {
            // It may have come while the command ran.
            if ((_reason = KeptProfiles.WhyNot(WholeFile.Place(Path))) is not null)
                return false;

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            WholeFile.Write(Path, writer => KeptProfiles.Write(writer, WholeFile.Place(Path), profile));
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

    private static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was never made, or somebody else has something in it by now.
        }
    }
}
