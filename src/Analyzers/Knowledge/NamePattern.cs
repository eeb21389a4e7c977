namespace PerfAnalyzers.Knowledge;

/// <summary>
/// Names with <c>*</c> in them. A star stands for any number of whole words of a name in Pascal case, so <c>Get*</c> is
/// <c>GetAsync</c> but not <c>Getaway</c>, and <c>*Repository</c> is <c>IOrderRepository</c>.
/// </summary>
internal static class NamePattern
{
    /// <summary>Whether the text stands for more than one name.</summary>
    public static bool IsPattern(string text) => text.IndexOf('*') >= 0;

    /// <summary>Whether the pattern stands for the name.</summary>
    public static bool Matches(string pattern, string name) => Matches(pattern, 0, name, 0);

    /// <summary>The more a pattern spells out, the more it is meant: no star at all beats every pattern.</summary>
    public static int Precision(string pattern) => IsPattern(pattern) ? pattern.Length - 1 : int.MaxValue;

    private static bool Matches(string pattern, int atPattern, string name, int atName)
    {
        for (; atPattern < pattern.Length; atPattern++, atName++)
        {
            if (pattern[atPattern] == '*')
                return MatchesStar(pattern, atPattern + 1, name, atName);

            if (atName == name.Length || pattern[atPattern] != name[atName])
                return false;
        }

        return atName == name.Length;
    }

    private static bool MatchesStar(string pattern, int afterStar, string name, int atName)
    {
        if (!IsWordBoundary(name, atName))
            return false;

        for (var end = atName; end <= name.Length; end++)
        {
            if (IsWordBoundary(name, end) && Matches(pattern, afterStar, name, end))
                return true;
        }

        return false;
    }

    private static bool IsWordBoundary(string name, int index) => index == 0 || index == name.Length || !char.IsLower(name[index]);
}
