using PerfAnalyzers.Collector.Symbols;
using PerfAnalyzers.Tool.Capturing;

namespace PerfAnalyzers.Tool.Naming;

/// <summary>
/// The name of a .NET frame as any profiler writes it, folded to the member that its author wrote: state machines of asynchronous methods and iterators,
/// lambdas, local functions, generic instances, tiers of the compiler.
/// </summary>
/// <param name="Module">The assembly's simple name, if the frame has it.</param>
/// <param name="Type">The type as documentation ids spell it: <c>Shop.Pricing`1</c>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Parameters">The parameters as documentation ids spell them; null when the frame does not have those of the written member.</param>
/// <param name="Folded">Whether the compiler made the frame's method out of the written one.</param>
internal sealed record DotNetName(string? Module, string Type, string Method, string? Parameters, bool Folded)
{
    private const string Main = "<Main>$";

    /// <summary>As people say it: <c>Shop.OrderReport.BuildAsync</c>.</summary>
    public string Display => $"{Type}.{Method}";

    /// <summary>The key that evidence uses.</summary>
    public MemberKey Key
    {
        get
        {
            var id = $"M:{Type}.{GenericNames.Escape(Method)}";
            return Parameters is null ? new(id, IsExact: false) : new(Parameters.Length == 0 ? id : $"{id}({Parameters})", IsExact: true);
        }
    }

    /// <summary>The parts of a frame's name; null when it is not one of .NET.</summary>
    /// <param name="text">
    /// <c>Shop!Shop.OrderReport+&lt;BuildAsync&gt;d__3.MoveNext()</c>, or from a perf map
    /// <c>instance float64 [Shop] Shop.Pricing`1[System.__Canon]::Conv(int32)[OptimizedTier1OSR]</c>.
    /// </param>
    public static DotNetName? Parse(string text)
    {
        if (text.Length is 0 or > 8_000)
            return null;

        string? module = null;
        var rest = text;
        var exclamation = rest.IndexOf('!');
        if (exclamation > 0 && rest.AsSpan(0, exclamation).IndexOfAny(" <[(") < 0)
        {
            module = FrameModules.Simple(rest[..exclamation]);
            rest = rest[(exclamation + 1)..];
        }

        var isPerfMap = rest.Contains("::", StringComparison.Ordinal);
        if (isPerfMap)
            rest = FromPerfMap(rest, ref module);

        var (name, parameters) = SplitParameters(rest);
        if (name.Contains(' '))
            return null;

        // Other runtimes write names with dots as well; an assembly or a parameter list is what they do not write.
        if (module is null && parameters is null)
            return null;

        return OfMember(name, parameters, module);
    }

    /// <summary>The parts of a name that is known to be one of .NET: <c>Shop.OrderReport.BuildAsync</c>, <c>Shop.OrderReport+&lt;BuildAsync&gt;d__3.MoveNext</c>.</summary>
    /// <param name="name">Type and method.</param>
    /// <param name="parameters">The parameters as the runtime writes them; null when they are not known.</param>
    /// <param name="module">The assembly's simple name, if it is known.</param>
    public static DotNetName? OfMember(string name, string? parameters = null, string? module = null)
    {
        var dot = MethodDot(name);
        if (dot <= 0 || dot == name.Length - 1)
            return null;

        return Fold(module, WithoutInstances(name[..dot]), WithoutMethodInstance(name[(dot + 1)..]), parameters);
    }

    private static DotNetName? Fold(string? module, string type, string method, string? parameters)
    {
        // Of the frames that the compiler made, only the name of the written method is known.
        var parts = type.Replace('/', '+').Split('+');
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].StartsWith('<'))
                continue;

            var outer = string.Join('.', parts[..i]);
            var written = Written(parts[i]) ?? Written(method);
            for (var j = i + 1; written is null && j < parts.Length; j++)
                written = Written(parts[j]);

            return outer.Length == 0 || written is null ? null : Written(module, outer, written);
        }

        var declaring = string.Join('.', parts);
        if (declaring.Length == 0)
            return null;

        if (method.StartsWith('<'))
            return Written(method) is { } local ? Written(module, declaring, local) : method == Main ? Written(module, declaring, method) : null;

        var isGeneric = method.EndsWith('`') || parameters?.Contains("!!", StringComparison.Ordinal) == true;
        return new(module, declaring, method.TrimEnd('`'), isGeneric ? null : Known(parameters), Folded: false);
    }

    // The method that top-level statements become is always the same.
    private static DotNetName Written(string? module, string type, string written) =>
        Outermost(written) is var method && method == Main ? new(module, type, method, "System.String[]", Folded: true) : new(module, type, method, null, Folded: true);

    // <Load>d__3, <Load>b__0_1, <Load>g__Local|1_0, and a lambda's state machine <<Load>b__0>d.
    private static string? Written(string name)
    {
        if (!name.StartsWith('<'))
            return null;

        var depth = 0;
        for (var i = 0; i < name.Length; i++)
        {
            depth += name[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
                return i > 1 && i + 1 < name.Length && name[i + 1] != '$' ? name[1..i] : null;
        }

        return null;
    }

    private static string Outermost(string written)
    {
        while (Written(written) is { } inner)
            written = inner;

        return written;
    }

    private static string? Known(string? parameters) => parameters is null ? null : ClrSignature.Parameters(parameters);

    private static (string Name, string? Parameters) SplitParameters(string text)
    {
        var open = text.IndexOf('(');
        if (open < 0)
            return (text, null);

        var close = text.LastIndexOf(')');
        return close > open ? (text[..open], text[(open + 1)..close]) : (text[..open], null);
    }

    // [return type] [Assembly] Type::Method(parameters)[Tier]
    private static string FromPerfMap(string text, ref string? module)
    {
        var close = text.LastIndexOf(')');
        if (close > 0)
            text = text[..(close + 1)];

        var colons = text.IndexOf("::", StringComparison.Ordinal);
        var end = text.IndexOf("] ", StringComparison.Ordinal);
        while (end >= 0 && end < colons)
        {
            var start = text.LastIndexOf('[', end);
            if (start >= 0)
                module = FrameModules.Simple(text[(start + 1)..end]);
            text = text[(end + 2)..];
            colons = text.IndexOf("::", StringComparison.Ordinal);
            end = text.IndexOf("] ", StringComparison.Ordinal);
        }

        var name = colons < 0 ? text : text[..colons] + "." + text[(colons + 2)..];
        var parameters = name.IndexOf('(');
        var space = name.LastIndexOf(' ', parameters < 0 ? name.Length - 1 : parameters);
        return space < 0 ? name : name[(space + 1)..];
    }

    // The last dot outside of brackets; a constructor's name begins with one.
    private static int MethodDot(string name)
    {
        if (name.EndsWith("..ctor", StringComparison.Ordinal) || name.EndsWith("..cctor", StringComparison.Ordinal))
            return name.LastIndexOf("..", StringComparison.Ordinal);

        var depth = 0;
        for (var i = name.Length - 1; i >= 0; i--)
        {
            switch (name[i])
            {
                case '>' or ']': depth++; break;
                case '<' or '[': depth--; break;
                case '.' when depth == 0: return i;
            }
        }

        return -1;
    }

    // Shop.Pricing`1[System.__Canon] is Shop.Pricing`1.
    private static string WithoutInstances(string type)
    {
        var open = type.IndexOf('[');
        if (open < 0)
            return type;

        var result = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var c in type)
        {
            if (c == '[')
                depth++;
            else if (c == ']')
                depth--;
            else if (depth == 0)
                result.Append(c);
        }

        return result.ToString();
    }

    // A generic method's id has its arity, which no profiler writes: the mark says that the parameters are not all of it.
    private static string WithoutMethodInstance(string method)
    {
        var open = method.IndexOf('[');
        return open > 0 ? method[..open] + "`" : method;
    }
}
