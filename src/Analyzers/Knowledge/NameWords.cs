namespace PerfAnalyzers.Knowledge;

/// <summary>The words that a name is made of.</summary>
internal static class NameWords
{
    /// <summary><c>ScheduledTask</c>, <c>_scheduledTask</c>: scheduled, task.</summary>
    public static IEnumerable<string> Of(string name)
    {
        var start = 0;
        for (var at = 1; at <= name.Length; at++)
        {
            if (at < name.Length && !char.IsUpper(name[at]) && name[at] != '_')
                continue;

            var word = name.Substring(start, at - start).Trim('_');
            if (word.Length > 0)
                yield return word.ToLowerInvariant();

            start = at;
        }
    }
}
