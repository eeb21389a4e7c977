namespace PerfAnalyzers.Tool.Running;

/// <summary>The profile's name when the user gives none: what the command runs.</summary>
internal static class ProfileName
{
    private static readonly string[] ProjectFiles = [".dll", ".csproj", ".fsproj", ".vbproj", ".sln", ".slnx"];

    /// <summary>
    /// For <c>dotnet</c>, the project or assembly that the arguments name, or else the current directory; for anything else the program's own name.
    /// </summary>
    public static string Of(IReadOnlyList<string> command)
    {
        var program = Path.GetFileNameWithoutExtension(command[0]);
        var name = program.Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? Target(command) ?? CurrentDirectory() : program;
        return Safe(name);
    }

    /// <summary>The name of what a capture file holds: <c>shop.nettrace.gz</c> is <c>shop</c>.</summary>
    public static string OfFile(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', Math.Min(1, name.Length));
        return Safe(dot > 0 ? name[..dot] : name);
    }

    /// <summary>A valid name that is as much like this one as possible.</summary>
    public static string Safe(string name)
    {
        var safe = new string([.. name.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')]).Trim('.');
        return safe.Length == 0 ? "profile" : safe;
    }

    /// <summary>Refuses an option's value that is no valid name.</summary>
    public static void Validate(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens.Count > 0 && !IsValid(result.Tokens[0].Value))
            result.AddError("--profile: a name has letters, digits, '.', '_' and '-', and does not start with '.'");
    }

    /// <summary>Whether a name can be a file's name on every system and a word in an attribute.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-');

    private static string? Target(IReadOnlyList<string> command)
    {
        for (var i = 1; i < command.Count; i++)
        {
            // From here on the arguments are the measured program's.
            if (command[i] == "--")
                return null;

            if (command[i] is "--project" or "-p" && i + 1 < command.Count)
                return Name(command[i + 1]);

            if (command[i].StartsWith("--project=", StringComparison.Ordinal))
                return Name(command[i]["--project=".Length..]);

            if (Array.Exists(ProjectFiles, e => command[i].EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                return Name(command[i]);
        }

        return null;
    }

    private static string Name(string path)
    {
        var file = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return Array.Exists(ProjectFiles, e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? Path.GetFileNameWithoutExtension(file) : file;
    }

    private static string CurrentDirectory() => Path.GetFileName(Directory.GetCurrentDirectory());
}
