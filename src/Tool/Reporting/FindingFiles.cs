using PerfAnalyzers.Tool.Sources;

namespace PerfAnalyzers.Tool.Reporting;

/// <summary>Files of findings as evidence names them: a log is written from where somebody stood, or on another machine.</summary>
internal sealed class FindingFiles(string root, PlaceResolver places)
{
    public string Name(string path)
    {
        try
        {
            if (!Path.IsPathRooted(path))
            {
                foreach (var directory in (string[])[root, Environment.CurrentDirectory])
                {
                    var full = Path.GetFullPath(path, directory);
                    if (full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(full))
                        return Path.GetRelativePath(root, full).Replace('\\', '/');
                }
            }

            return places.FileName(path);
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
