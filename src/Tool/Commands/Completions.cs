using System.CommandLine;
using System.CommandLine.Completions;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Commands;

/// <summary>What a shell offers beyond the names of verbs and options: files that are there, profiles that were measured, processes that run.</summary>
internal static class Completions
{
    // A list that does not fit a screen is no help.
    private const int Most = 200;

    // How the runtime names the socket or pipe that it listens on; the id of its process follows.
    private const string Port = "dotnet-diagnostic-";

    /// <summary>Files of the current directory and of <c>.perf</c> whose names end so.</summary>
    public static void OfferFiles(this Argument argument, params string[] extensions) => argument.CompletionSources.Add(_ => Files(extensions));

    /// <summary>The same for the value of an option.</summary>
    public static void OfferFiles(this Option option, params string[] extensions) => option.CompletionSources.Add(_ => Files(extensions));

    /// <summary>The names of the profiles in <c>.perf</c>.</summary>
    public static void OfferProfiles(this Option option) => option.CompletionSources.Add(_ => Names(() => PerfDirectory.Files().Select(f => Path.GetFileNameWithoutExtension(f))));

    /// <summary>The .NET processes that can be asked: those whose runtime listens.</summary>
    public static void OfferProcesses(this Option option) => option.CompletionSources.Add(_ => Names(() => Directory
        .EnumerateFileSystemEntries(OperatingSystem.IsWindows() ? @"\\.\pipe\" : Path.GetTempPath(), Port + "*")
        .Select(p => Path.GetFileName(p)[Port.Length..].Split('-')[0])
        // One that was killed has left its socket.
        .Where(id => int.TryParse(id, out var number) && number != Environment.ProcessId && (!Directory.Exists("/proc/self") || Directory.Exists($"/proc/{id}")))));

    private static IEnumerable<CompletionItem> Files(string[] extensions) => Names(() =>
    {
        var here = Directory.GetCurrentDirectory();
        return Directory.EnumerateFiles(here)
            .Concat(extensions.SelectMany(e => PerfDirectory.Files(e)))
            .Where(f => Array.Exists(extensions, e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            .Select(f => Path.GetRelativePath(here, f).Replace('\\', '/'));
    });

    private static IEnumerable<CompletionItem> Names(Func<IEnumerable<string>> find)
    {
        try
        {
            // What would act on a terminal is not completed on one.
            return [.. find().Where(n => Terminal.Plain(n) == n).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most).Select(n => new CompletionItem(n))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
