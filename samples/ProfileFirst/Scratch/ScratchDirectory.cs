using ProfileFirst.Printing;

namespace ProfileFirst.Scratch;

/// <summary>A directory outside the repository: none of the repository's build settings reach what is built in it.</summary>
internal sealed class ScratchDirectory(bool keep) : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("profile-first-").FullName;

    public string this[string relative] => Path.Combine(FullName, relative);

    public void Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose()
    {
        if (keep)
        {
            Page.Say($"The scratch copy stays in {FullName}");
            return;
        }

        try
        {
            Directory.Delete(FullName, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On Windows a compiler server may still hold the package's analyzers.
            Page.Say($"{FullName} is in use and was left behind.");
        }
    }
}
