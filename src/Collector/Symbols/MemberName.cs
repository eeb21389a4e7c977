namespace PerfAnalyzers.Collector.Symbols;

/// <summary>A documentation-comment id as people say it: <c>OrderReport.BuildAsync</c>.</summary>
internal static class MemberName
{
    public static string Short(string id)
    {
        // A function of another runtime, a statement, or a file whose member is not known.
        if (id.Length < 3 || id[1] != ':')
            return id;

        if (id[0] == '!')
            return id[2..];

        var name = id[2..];
        var parameters = name.IndexOf('(');
        if (parameters >= 0)
            name = name[..parameters];

        var member = name.LastIndexOf('.');
        var type = member > 0 ? name.LastIndexOf('.', member - 1) : -1;
        name = name[(type + 1)..];
        return name.Replace(".#ctor", " constructor").Replace(".#cctor", " static constructor").Replace("Program.{Main}$", "Program (top level)");
    }
}
