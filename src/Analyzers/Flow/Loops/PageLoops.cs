using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>Does each turn of a loop fetch the next page of one answer?</summary>
internal sealed class PageLoops(ApiIndex apis)
{
    private readonly ConditionalWeakTable<ILoopOperation, StrongBox<bool>> _takes = new();

    // What the number of a page is called.
    private static readonly string[] s_numbers = ["page", "chunk", "batch"];

    // What the members of a page are called by which one asks for the next.
    private static readonly string[] s_pageWords = ["next", "token", "cursor", "continuation", "more", "page", "total", "offset", "last"];

    // Those of them that say so of a row, too.
    private static readonly string[] s_cursors = ["cursor", "token", "continuation"];

    /// <summary>Whether the loop goes from page to page: <c>while (true) { var page = query.Skip(n).Take(100).ToList(); if (page.Count == 0) break; }</c>.</summary>
    public bool IsPaging(ILoopOperation loop, LoopShape shape, IOperation operation)
    {
        if (operation is IInvocationOperation call && LoopGuards.Chain(call).Any(c => apis.Find(c.TargetMethod)?.Effect is ApiEffect.Page or ApiEffect.Batch))
            return true;

        if (IsNumberOfPage(loop) || _takes.GetValue(loop, _ => new(TakesPages(shape))).Value)
            return true;

        // The rows that came back, or the token for the next ones, decide whether to go on or what is asked next. One entity that leads to
        // the next is a walk, not a page.
        if (AssignedFrom(operation) is not { } result)
            return false;

        if (shape.Conditions.Any(c => c.DescendantsAndSelf().Any(o =>
            o is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, result) &&
            (OperationShape.Outermost(o).Parent is IPropertyReferenceOperation or IFieldReferenceOperation or IConditionalAccessOperation or IArgumentOperation || result.Type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32))))
        {
            return true;
        }

        // Nobody made a cursor who has no locals in what decides or asks.
        IOperation[] deciding = [.. shape.Conditions, .. (operation as IInvocationOperation)?.Arguments ?? []];
        if (!deciding.Any(d => d.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation)))
            return false;

        var cursors = MadeFrom(result, shape);
        return deciding.Any(Mentions);

        bool Mentions(IOperation value) => value.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation local && cursors.Contains(local.Local));
    }

    /// <summary>
    /// Whether a loop over requests ends with the first page that is not full: <c>foreach (var request in pages) { var page = Fetch(request); if (!IsFullPage(page)) break; }</c>.
    /// </summary>
    public static bool EndsAtLastPage(LoopShape shape, IOperation operation) => !shape.Exits.IsEmpty && AssignedFrom(operation) is { } page &&
        shape.Exits.Any(e => e.Condition.DescendantsAndSelf().Any(o =>
            o is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, page) &&
            (IsPage(page.Name) || (OperationShape.Outermost(o).Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var test } } && IsPage(test)))));

    private static bool IsPage(string name) => name.IndexOf("page", StringComparison.OrdinalIgnoreCase) >= 0;

    // for (var page = 0; page < pages; page++), and of chunks and batches, of which each turn fetches one.
    private static bool IsNumberOfPage(ILoopOperation loop) => loop is IForLoopOperation { Locals: { Length: 1 } locals } &&
        locals[0] is { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64, Name: var name } &&
        (name.EndsWith("Page", StringComparison.Ordinal) || Array.Exists(s_numbers, word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)));

    // while (rows.Count > 0) { db.RemoveRange(rows); db.SaveChanges(); rows = query.Take(100).ToList(); }: all that the loop does, it does per page.
    private bool TakesPages(LoopShape shape)
    {
        var asked = new HashSet<ISymbol>(shape.Conditions.SelectMany(c => c.DescendantsAndSelf()).OfType<ILocalReferenceOperation>().Select(l => l.Local), SymbolEqualityComparer.Default);
        return asked.Count > 0 && shape.Calls.Any(call => AssignedFrom(call) is { } rows && asked.Contains(rows) &&
            (LoopGuards.Chain(call).Any(c => apis.Find(c.TargetMethod)?.Effect is ApiEffect.Page or ApiEffect.Batch) || shape.Conditions.Any(c => AsksWhetherFull(c, rows))));
    }

    // while (rows.Count == pageSize): a page that is not full is the last.
    private static bool AsksWhetherFull(IOperation condition, ILocalSymbol rows) => condition.DescendantsAndSelf().Any(o =>
        o is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan } compared &&
        compared.LeftOperand is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: ILocalReferenceOperation { Local: var local } } && SymbolEqualityComparer.Default.Equals(local, rows) &&
        compared.RightOperand is not { ConstantValue: { HasValue: true, Value: 0 or 1 } });

    // A page says that it is one: it is a list, or has a token, a next link, a total. A row that leads to the next by its key is a walk.
    private static bool IsOfPage(IOperation value, ILocalSymbol result, HashSet<ISymbol> found) =>
        found.Count > 0 ||
        result.Type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable) || result.Type is IArrayTypeSymbol || result.Type.IsTupleType ||
        value.DescendantsAndSelf().Any(o => o switch
        {
            IPropertyReferenceOperation property => IsPageWord(property.Property.Name),
            IInvocationOperation call => IsPageWord(call.TargetMethod.Name),
            _ => false,
        });

    // rows = answer.Data.Orders.ToList();  ...  after = rows.Last().Cursor;
    private static bool AreRowsWithCursor(IOperation value, ILocalSymbol rows, LoopShape shape) => ValuePath.IsSequence(value.Type) &&
        shape.Assignments.Any(a => a.Value.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, rows)) &&
            a.Value.DescendantsAndSelf().Any(o => o is IPropertyReferenceOperation { Property.Name: var name } && Has(name, s_cursors)));

    private static bool IsPageWord(string name) => Has(name, s_pageWords);

    private static bool Has(string name, string[] words) => Array.Exists(words, word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    // var page = Fetch(cursor);  ...  cursor = page.Last().Id;  more = page.Count == size;
    private static HashSet<ISymbol> MadeFrom(ILocalSymbol result, LoopShape shape)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var (local, value) in shape.Assignments)
            {
                if (!SymbolEqualityComparer.Default.Equals(local, result) && !found.Contains(local) && (IsOfPage(value, result, found) || AreRowsWithCursor(value, local, shape)) && value.DescendantsAndSelf().Any(o =>
                    o is ILocalReferenceOperation reference && (SymbolEqualityComparer.Default.Equals(reference.Local, result) || found.Contains(reference.Local))))
                {
                    grew |= found.Add(local);
                }
            }
        }

        return found;
    }

    /// <summary>The local that receives the result of a call: <c>var rows = await Load();</c></summary>
    public static ILocalSymbol? AssignedFrom(IOperation operation) => KeptIn(operation) as ILocalSymbol;

    /// <summary>The local or parameter that keeps what a call gave; null when none does.</summary>
    public static ISymbol? KeptIn(IOperation operation)
    {
        var current = operation;
        while (current.Parent is IConversionOperation or IAwaitOperation ||
            (current.Parent is IArgumentOperation or IInvocationOperation && current.Parent.Type is not null && IsConfigureAwait(current.Parent)))
        {
            current = current.Parent;
        }

        return current.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => local.Local,
            ISimpleAssignmentOperation { Target: IParameterReferenceOperation parameter } => parameter.Parameter,
            _ => null,
        };
    }

    private static bool IsConfigureAwait(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" };
}
