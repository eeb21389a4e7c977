using System.Text;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Baselining;

/// <summary>Reads a baseline for a verb; what is wrong with it goes to standard error as <c>file(line): reason</c>.</summary>
internal static class BaselineReader
{
    private const long MaxLength = 64 * 1024 * 1024;

    /// <summary>The file's entries, or null when it is not there, cannot be read or has a bad line.</summary>
    public static Baseline? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                Terminal.Error($"'{path}' is longer than {MaxLength / 1024 / 1024} MB, which no baseline is");
                return null;
            }

            var baseline = Baseline.Read(File.ReadLines(path, new UTF8Encoding(false)));
            foreach (var problem in baseline.Problems)
                Console.Error.WriteLine(Terminal.Plain($"{path}({problem.Line}): {problem.Reason}"));

            return baseline.Problems.Count == 0 ? baseline : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Terminal.Error(e is FileNotFoundException or DirectoryNotFoundException ? $"there is no baseline '{path}'" : $"baseline '{path}' cannot be read");
            return null;
        }
    }

    /// <summary>Today, as a baseline writes it.</summary>
    public static string Today => Baseline.Day(DateTime.UtcNow);
}
