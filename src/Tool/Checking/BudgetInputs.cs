using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.Tool.Reading;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>The budgets that a command line names, and what is wrong with what it names.</summary>
internal sealed class BudgetInputs
{
    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    // Where a build keeps copies of what it makes.
    private static readonly string[] s_copies = ["obj", "ref", "refint"];

    private readonly SourcePaths _paths = new(PerfDirectory.Root());
    private readonly Dictionary<string, StatedBudget> _budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _checksums = new(StringComparer.Ordinal);

    /// <summary>In the order in which they are told.</summary>
    public IReadOnlyList<StatedBudget> Budgets =>
        [.. _budgets.Values.OrderBy(b => b.Key, StringComparer.Ordinal).ThenBy(b => b.Identity, StringComparer.Ordinal)];

    /// <summary>The checksums of the sources that the assemblies were compiled from, by their names in evidence.</summary>
    public IReadOnlyDictionary<string, string> Checksums => _checksums;

    /// <summary>What to answer when something could not be read; <see cref="ExitCode.Success"/> when all could.</summary>
    public int Failure { get; private set; }

    /// <summary>Adds the attributes of an assembly, or of every assembly below a directory.</summary>
    public void AddAssemblies(string path)
    {
        if (Directory.Exists(path))
        {
            // A directory also holds what is no assembly of .NET.
            foreach (var file in Directory.EnumerateFiles(path, "*.dll", s_everywhere).Where(f => !IsCopy(path, f)).Order(StringComparer.Ordinal))
                Add(AssemblyBudgets.TryRead(file, _paths));
        }
        else if (!File.Exists(path))
        {
            Fail(ExitCode.BadProject, $"--assembly: there is no file or directory '{path}'");
        }
        else if (AssemblyBudgets.TryRead(path, _paths) is { } read)
        {
            Add(read);
        }
        else
        {
            Fail(ExitCode.BadProject, $"--assembly: '{path}' is not an assembly of .NET");
        }
    }

    /// <summary>Adds the budgets of a file.</summary>
    public void AddFile(string path)
    {
        try
        {
            var (budgets, problems) = BudgetFile.Read(path);
            foreach (var problem in problems)
                Console.Error.WriteLine(Terminal.Plain($"{path}({problem.Line}): {problem.Reason}"));

            if (problems.Count > 0)
                Failure = ExitCode.BadEvidence;

            foreach (var budget in budgets)
                _budgets.TryAdd(budget.Identity, budget);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Fail(ExitCode.BadEvidence, e is FileNotFoundException or DirectoryNotFoundException ? $"--budgets: there is no file '{path}'" : $"--budgets: '{path}' cannot be read");
        }
    }

    private void Add(AssemblyBudgets? read)
    {
        foreach (var budget in read?.Budgets ?? [])
            _budgets.TryAdd(budget.Identity, budget);

        foreach (var (file, checksum) in read?.Checksums ?? new Dictionary<string, string>())
            _checksums.TryAdd(file, checksum);
    }

    private static bool IsCopy(string root, string file) =>
        Path.GetRelativePath(root, file).Split('/', '\\').SkipLast(1).Any(d => s_copies.Contains(d, StringComparer.OrdinalIgnoreCase));

    private void Fail(int code, string message)
    {
        Terminal.Error(message);
        Failure = code;
    }
}
