using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>Every place where a local's value is used. One walk per member, however many locals are asked about.</summary>
internal static class LocalUses
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ILocalSymbol, ImmutableArray<ILocalReferenceOperation>>> s_byRoot = new();

    /// <summary>The references that read the local, in the order of the code.</summary>
    public static ImmutableArray<ILocalReferenceOperation> Of(IOperation anywhere, ILocalSymbol local) =>
        s_byRoot.GetValue(OperationShape.RootOf(anywhere), Collect).TryGetValue(local, out var uses) ? uses : [];

    /// <summary>Whether the value is used once, by code that runs once for each time that the value is made.</summary>
    public static bool IsOnly(ILocalReferenceOperation use, IOperation definition) =>
        Of(use, use.Local) is { Length: 1 } && RunAsOften(use, definition);

    /// <summary>Whether one operation runs once for each time that the other does, as far as loops and functions around them tell.</summary>
    public static bool RunAsOften(IOperation one, IOperation other) => Frame(one) == Frame(other);

    /// <summary>Whether an operation runs once for each time that its member runs: in no loop, lambda or local function.</summary>
    public static bool RunsWithItsMember(IOperation operation) => Frame(operation) is null;

    // The innermost loop or function around: what runs as often.
    private static IOperation? Frame(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation || (parent is ILoopOperation && !(parent is IForEachLoopOperation loop && loop.Collection == child)))
                return parent;
        }

        return null;
    }

    private static Dictionary<ILocalSymbol, ImmutableArray<ILocalReferenceOperation>> Collect(IOperation root)
    {
        var found = new Dictionary<ILocalSymbol, ImmutableArray<ILocalReferenceOperation>>(SymbolEqualityComparer.Default);
        foreach (var use in root.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
        {
            if (use.Parent is not ISimpleAssignmentOperation assignment || assignment.Target != use)
                found[use.Local] = found.TryGetValue(use.Local, out var uses) ? uses.Add(use) : [use];
        }

        return found;
    }
}
