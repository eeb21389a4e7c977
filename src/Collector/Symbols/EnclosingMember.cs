using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace PerfAnalyzers.Collector.Symbols;

/// <summary>
/// Finds the member an author wrote for the method a compiler emitted. State machines know their origin through the debug information;
/// lambdas and local functions only through their name, <c>&lt;Outer&gt;b__</c> or <c>&lt;Outer&gt;g__</c>, where overloads of Outer are
/// told apart by the span of source that encloses the lambda.
/// </summary>
internal sealed class EnclosingMember(MetadataReader metadata, MetadataReader debug)
{
    private readonly Lazy<Dictionary<MethodDefinitionHandle, MethodDefinitionHandle>> _stateMachines = new(() => StateMachines(debug));

    /// <summary>The written member; the method itself when it was written as it is.</summary>
    public MethodDefinitionHandle Of(MethodDefinitionHandle method)
    {
        // A lambda's state machine folds twice (MoveNext, lambda, member); the bound only guards against damaged metadata.
        for (var step = 0; step < 8; step++)
        {
            if (KickOff(method) is { IsNil: false } kickOff)
                method = kickOff;
            else if (Outer(method) is { IsNil: false } outer)
                method = outer;
            else
                return method;
        }

        return method;
    }

    /// <summary>The first visible sequence point of a method's source, looked up in its state machine when it only starts one.</summary>
    public SequencePoint? FirstPoint(MethodDefinitionHandle method)
    {
        foreach (var point in Points(method))
        {
            if (!point.IsHidden)
                return point;
        }

        return null;
    }

    private MethodDefinitionHandle KickOff(MethodDefinitionHandle method) =>
        MetadataTokens.GetRowNumber(method) <= debug.MethodDebugInformation.Count
            ? debug.GetMethodDebugInformation(method).GetStateMachineKickoffMethod()
            : default;

    private MethodDefinitionHandle Outer(MethodDefinitionHandle method)
    {
        var definition = metadata.GetMethodDefinition(method);
        var name = metadata.GetString(definition.Name);
        if (GeneratedName.Outer(name) is not { } outerName)
            return default;

        var type = WrittenType(definition.GetDeclaringType());
        var overloads = new List<MethodDefinitionHandle>();
        foreach (var candidate in metadata.GetTypeDefinition(type).GetMethods())
        {
            if (candidate != method && metadata.GetString(metadata.GetMethodDefinition(candidate).Name) == outerName)
                overloads.Add(candidate);
        }

        if (overloads.Count < 2)
            return overloads.FirstOrDefault();

        var enclosing = overloads.Find(o => Encloses(o, method));
        return !enclosing.IsNil ? enclosing : ByOrdinal(overloads, OrdinalOf(method), type, outerName);
    }

    // Optimised code has no points for braces, so that a local function before the first statement is enclosed by nothing. What was made from one
    // method shares a number, and every overload that is known by another number is out.
    private MethodDefinitionHandle ByOrdinal(List<MethodDefinitionHandle> overloads, int? ordinal, TypeDefinitionHandle type, string outerName)
    {
        if (ordinal is null)
            return default;

        var open = new List<MethodDefinitionHandle>();
        foreach (var overload in overloads)
        {
            var known = KnownOrdinal(overload, type, outerName);
            if (known == ordinal)
                return overload;

            if (known is null)
                open.Add(overload);
        }

        return open.Count == 1 ? open[0] : default;
    }

    private int? KnownOrdinal(MethodDefinitionHandle overload, TypeDefinitionHandle type, string name)
    {
        if (_stateMachines.Value.TryGetValue(overload, out var moveNext))
            return GeneratedName.OrdinalOfStateMachine(TypeName(metadata.GetMethodDefinition(moveNext).GetDeclaringType()));

        foreach (var container in metadata.GetTypeDefinition(type).GetNestedTypes().Append(type))
        {
            foreach (var generated in metadata.GetTypeDefinition(container).GetMethods())
            {
                if (GeneratedName.Outer(metadata.GetString(metadata.GetMethodDefinition(generated).Name)) == name && Encloses(overload, generated))
                    return OrdinalOf(generated);
            }
        }

        return null;
    }

    private int? OrdinalOf(MethodDefinitionHandle method)
    {
        var definition = metadata.GetMethodDefinition(method);
        return GeneratedName.Ordinal(metadata.GetString(definition.Name), TypeName(definition.GetDeclaringType()));
    }

    private string TypeName(TypeDefinitionHandle type) => metadata.GetString(metadata.GetTypeDefinition(type).Name);

    // Lambdas live in '<>c' or '<>c__DisplayClass'; a type an author wrote is never both nested and named with '<'.
    private TypeDefinitionHandle WrittenType(TypeDefinitionHandle handle)
    {
        while (true)
        {
            var type = metadata.GetTypeDefinition(handle);
            var declaring = type.GetDeclaringType();
            if (declaring.IsNil || !metadata.GetString(type.Name).StartsWith('<'))
                return handle;

            handle = declaring;
        }
    }

    private bool Encloses(MethodDefinitionHandle outer, MethodDefinitionHandle inner)
    {
        if (FirstPoint(inner) is not { } start)
            return false;

        (int, int) first = (int.MaxValue, 0), last = (0, 0);
        foreach (var point in Points(outer))
        {
            if (point.IsHidden || point.Document != start.Document)
                continue;

            first = Min(first, (point.StartLine, point.StartColumn));
            last = Max(last, (point.EndLine, point.EndColumn));
        }

        var position = (start.StartLine, start.StartColumn);
        return first.CompareTo(position) <= 0 && position.CompareTo(last) <= 0;
    }

    private SequencePointCollection Points(MethodDefinitionHandle method)
    {
        if (_stateMachines.Value.TryGetValue(method, out var moveNext))
            method = moveNext;

        return MetadataTokens.GetRowNumber(method) <= debug.MethodDebugInformation.Count
            ? debug.GetMethodDebugInformation(method).GetSequencePoints()
            : default;
    }

    private static Dictionary<MethodDefinitionHandle, MethodDefinitionHandle> StateMachines(MetadataReader debug)
    {
        var result = new Dictionary<MethodDefinitionHandle, MethodDefinitionHandle>();
        foreach (var handle in debug.MethodDebugInformation)
        {
            var kickOff = debug.GetMethodDebugInformation(handle).GetStateMachineKickoffMethod();
            if (!kickOff.IsNil)
                result[kickOff] = handle.ToDefinitionHandle();
        }

        return result;
    }

    private static (int, int) Min((int, int) a, (int, int) b) => a.CompareTo(b) <= 0 ? a : b;

    private static (int, int) Max((int, int) a, (int, int) b) => a.CompareTo(b) >= 0 ? a : b;
}
