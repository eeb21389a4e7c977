using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow;

/// <summary>Does the number of turns grow with data, or is it small by nature?</summary>
internal static class LoopScale
{
    // Things of which an installation has a handful, whatever its data. From the reports on ten products that were true and that nobody would batch.
    private static readonly string[] s_handful = ["Tenant", "Plugin", "Assembly", "Module", "Culture", "Provider", "Indexer", "DownloadClient"];

    /// <summary>
    /// Why <paramref name="operation"/> deserves less in <paramref name="repeat"/> than one that could be done for all elements at once, as a
    /// clause; null when nothing says so.
    /// </summary>
    public static string? SmallBecause(Repeat repeat, IOperation operation)
    {
        return IsOnItsOwn(repeat, operation) ? "each element is handled on its own, errors included" : FewBecause(repeat);
    }

    /// <summary>Why the number of turns of <paramref name="repeat"/> is small by nature, as a clause; null when it grows, as far as can be seen.</summary>
    public static string? FewBecause(Repeat repeat)
    {
        if (repeat.Loop is IWhileLoopOperation @while && !WalksData(@while))
            return "nothing says how often the loop turns";

        if (ElementType(repeat) is not { } type)
            return null;

        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface } or { IsAbstract: true, TypeKind: TypeKind.Class } && IsService(type))
            return $"one turn per implementation of '{type.Name}'";

        return Array.Find(s_handful, word => type.Name.EndsWith(word, StringComparison.Ordinal) || repeat.Element!.Name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } kind ? $"one turn per {kind.ToLowerInvariant()}" : null;
    }

    // foreach (...) { try { Process(x); } catch (Exception e) { Log(e); } }: the next one goes on when this one fails, which a batch does not.
    private static bool IsOnItsOwn(Repeat repeat, IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent && child != repeat.Construct; child = parent)
        {
            if (parent is ITryOperation { Catches: { IsEmpty: false } catches } attempt && child == attempt.Body &&
                catches.Any(c => !c.Handler.Operations.Any(o => o is IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation)))
            {
                return true;
            }
        }

        return false;
    }

    private static ITypeSymbol? ElementType(Repeat repeat) => repeat.Element switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    // An abstraction with behaviour, which the program composes; an entity behind an interface has properties.
    private static bool IsService(ITypeSymbol type)
    {
        var members = type.GetMembers().Concat(type.AllInterfaces.SelectMany(i => i.GetMembers())).ToList();
        return members.OfType<IMethodSymbol>().Any(m => m is { MethodKind: MethodKind.Ordinary, IsStatic: false }) &&
            members.OfType<IPropertySymbol>().Count(p => p.SetMethod is not null) <= 1;
    }

    // while (reader.Read()), while (pending.Count > 0), while (queue.TryDequeue(out var x)), while (node != null)
    private static bool WalksData(IWhileLoopOperation loop) => loop.Condition is { ConstantValue.HasValue: false } condition &&
        condition.DescendantsAndSelf().Any(o => o switch
        {
            IInvocationOperation { TargetMethod.Name: var name } => name is "Read" or "ReadAsync" or "MoveNext" or "MoveNextAsync" or "Any" or "TryPop" || name.StartsWith("TryDequeue", StringComparison.Ordinal),
            IPropertyReferenceOperation { Property.Name: "Count" or "Length" } => true,
            _ => false,
        });
}
