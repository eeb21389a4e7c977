using System.Text;
using System.Text.RegularExpressions;
using PerfAnalyzers.EvidenceFormat;

namespace PerfAnalyzers.Tool.Checking;

/// <summary>
/// Budgets as text, for endpoints and for code that carries no attributes. <c>docs/evidence.md</c> has the grammar. What a line holds is either understood or refused
/// with its reason: a limit that is misspelt and ignored would be kept by everybody.
/// </summary>
internal static partial class BudgetFile
{
    public const string Extension = ".perfbudgets";

    private const string Header = "perfbudgets 1";
    private const string ProfileName = "profile";
    private const long MaxLength = 4 * 1024 * 1024;
    private const int MaxProblems = 50;

    /// <summary>The budgets, and what is wrong with the file.</summary>
    public static (IReadOnlyList<StatedBudget> Budgets, IReadOnlyList<EvidenceProblem> Problems) Read(string path)
    {
        if (new FileInfo(path).Length > MaxLength)
            return ([], [new(1, $"file is longer than {MaxLength / 1024 / 1024} MB, which no budgets are")]);

        var budgets = new List<StatedBudget>();
        var problems = new List<EvidenceProblem>();
        var number = 0;
        foreach (var line in File.ReadLines(path, new UTF8Encoding(false)))
        {
            number++;
            if (number == 1)
            {
                if (line.Trim() != Header)
                    problems.Add(new(1, $"first line must be '{Header}'"));
            }
            else if (!string.IsNullOrWhiteSpace(line) && !line.StartsWith('#'))
            {
                if (Parse(line, path, number, out var reason) is { } budget)
                    budgets.Add(budget);
                else if (problems.Count <= MaxProblems)
                    problems.Add(new(number, problems.Count < MaxProblems ? reason : $"more than {MaxProblems} bad lines; further ones are not listed"));
            }
        }

        if (number == 0)
            problems.Add(new(1, $"file is empty; the first line must be '{Header}'"));

        return (budgets, problems);
    }

    // <key> <limit>=<number>... [profile=<name>]: from the right, because the name of an endpoint has spaces in it.
    private static StatedBudget? Parse(string line, string path, int number, out string reason)
    {
        reason = "line holds a control character or bytes that are not UTF-8";
        if (Terminal.Plain(line.Replace('\t', ' ')).Contains('\uFFFD', StringComparison.Ordinal))
            return null;

        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var first = words.Length;
        while (first > 0 && Setting().IsMatch(words[first - 1]))
            first--;

        var limits = new List<BudgetLimit>();
        string? profile = null;
        foreach (var word in words[first..])
        {
            var (name, value) = (word[..word.IndexOf('=', StringComparison.Ordinal)], word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            reason = Set(name, value, limits, ref profile);
            if (reason.Length > 0)
                return null;
        }

        var key = string.Join(' ', words[..first]);
        reason = key.Length == 0 ? "expected '<member or endpoint> <limit>=<number>...'" : limits.Count == 0 ? $"no limit; known are {Known}" : "";
        return reason.Length > 0 ? null : new(key, SubjectOf(key), profile, limits, path, path, number);
    }

    private static string Set(string name, string value, List<BudgetLimit> limits, ref string? profile)
    {
        if (name == ProfileName)
        {
            if (profile is not null || value.Length == 0)
                return profile is null ? "'profile' has no name" : "'profile' is given twice";

            profile = value;
            return "";
        }

        if (BudgetLimitKind.All.FirstOrDefault(k => k.Field == name) is not { } kind)
            return $"unknown limit '{name}'; known are {Known}";

        if (limits.Exists(l => l.Kind == kind))
            return $"limit '{name}' is given twice";

        if (!EvidenceNumber.TryRead(value, isSigned: false, out var allowed, out var problem))
            return $"limit '{name}' {problem}";

        limits.Add(new(kind, allowed));
        return "";
    }

    private static string Known => string.Join(", ", BudgetLimitKind.All.Select(k => k.Field));

    private static BudgetSubject SubjectOf(string key) => key.Length < 3 || key[1] != ':' || key[0] is not ('M' or 'P')
        ? BudgetSubject.Endpoint(key)
        : BudgetSubject.Member(key[0] is 'M' ? [key] : [key, Accessor(key, "get_"), Accessor(key, "set_")]);

    private static string Accessor(string property, string prefix)
    {
        var parameters = property.IndexOf('(', StringComparison.Ordinal);
        var name = property.LastIndexOf('.', parameters < 0 ? property.Length - 1 : parameters) + 1;
        return "M" + property[1..name] + prefix + property[name..];
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*=")]
    private static partial Regex Setting();
}
