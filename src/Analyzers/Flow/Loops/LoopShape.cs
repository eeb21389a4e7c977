using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Queries;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// A loop's own statements, by what they say about how it goes round. What an inner loop or a lambda does is not how this loop goes round.
/// Gone through once for a loop, however many operations in it are asked about.
/// </summary>
internal sealed class LoopShape
{
    /// <summary>From where a sequence is gone through back to where it comes from.</summary>
    private const int MaxSteps = 8;

    private LoopShape(ILoopOperation loop)
    {
        var calls = ImmutableArray.CreateBuilder<IInvocationOperation>();
        var assignments = ImmutableArray.CreateBuilder<(ILocalSymbol, IOperation)>();
        var exits = ImmutableArray.CreateBuilder<IConditionalOperation>();
        foreach (var operation in Body(loop))
        {
            switch (operation)
            {
                case IInvocationOperation call:
                    calls.Add(call);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value }:
                    assignments.Add((local, value));
                    break;
                case IVariableDeclaratorOperation { Symbol: var local, Initializer.Value: var value }:
                    assignments.Add((local, value));
                    break;
                case IConditionalOperation conditional when Ends(conditional.WhenTrue, loop) || (conditional.WhenFalse is { } otherwise && Ends(otherwise, loop)):
                    exits.Add(conditional);
                    break;
            }
        }

        (Calls, Assignments, Exits) = (calls.ToImmutable(), assignments.ToImmutable(), exits.ToImmutable());
        Conditions = [.. new[] { (loop as IWhileLoopOperation)?.Condition, (loop as IForLoopOperation)?.Condition }.OfType<IOperation>(), .. Exits.Select(e => e.Condition)];
    }

    /// <summary>The calls of each turn.</summary>
    public ImmutableArray<IInvocationOperation> Calls { get; }

    /// <summary>The values that each turn gives to locals, the order aside.</summary>
    public ImmutableArray<(ILocalSymbol Local, IOperation Value)> Assignments { get; }

    /// <summary>The statements that end the loop on a condition, but for what it fails at: <c>if (!response.IsSuccessStatusCode) throw ...</c>, which a good run asks for each element.</summary>
    public ImmutableArray<IConditionalOperation> Exits { get; }

    /// <summary>What decides whether the loop goes on: its own condition, and those of <see cref="Exits"/>.</summary>
    public ImmutableArray<IOperation> Conditions { get; }

    /// <summary>The shapes of loops, for as long as somebody holds the loop.</summary>
    internal sealed class Cache
    {
        private readonly ConditionalWeakTable<ILoopOperation, LoopShape> _shapes = new();

        /// <summary>The shape of <paramref name="loop"/>.</summary>
        public LoopShape Of(ILoopOperation loop) => _shapes.GetValue(loop, l => new(l));
    }

    private static bool Ends(IOperation branch, ILoopOperation loop) => Leaves(branch, loop) && !(branch is IBlockOperation block ? block.Operations : [branch]).Any(OperationShape.IsThrow);

    /// <summary>Whether a statement of <paramref name="loop"/> (null for a callback) ends it.</summary>
    public static bool Leaves(IOperation statement, ILoopOperation? loop) => statement switch
    {
        IReturnOperation { Kind: OperationKind.Return, IsImplicit: false } => true,
        IBranchOperation { BranchKind: BranchKind.Break } branch => loop is not null && SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation => true,
        IBlockOperation block => block.Operations.Any(o => Leaves(o, loop)),
        _ => false,
    };

    /// <summary><c>foreach (var order in maybeOrder)</c>: an <c>if</c> in the language of functional libraries, whose options are sequences.</summary>
    public static bool HoldsOneAtMost(ILoopOperation loop) => loop is IForEachLoopOperation { Collection: var collection } && IsOneAtMost(collection, 0);

    private static bool IsOneAtMost(IOperation collection, int steps)
    {
        // While somebody types, a local may be what it becomes itself: var all = all.ToList();
        if (steps > MaxSteps)
            return false;

        var unwrapped = OperationShape.Unwrap(collection);
        return unwrapped.Type is INamedTypeSymbol { Name: "Option" or "Optional" or "Maybe", Arity: 1 } || unwrapped switch
        {
            ILocalReferenceOperation local when LocalDefinitions.Single(local) is { } value => IsOneAtMost(value, steps + 1),
            // either.RightToSeq(), rows.Take(1), maybeOrder.ToList()
            IInvocationOperation { TargetMethod.Name: var name } when IsOneSide(name) => true,
            // Where the library is not to be had, of what gives an option also the name.
            IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } } => IsOneSide(name) || name is "HeadOrNone" or "ToOption",
            IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Optional" or "Some" } } } => true,
            IInvocationOperation { TargetMethod.Name: "Take", Arguments: { Length: > 0 } arguments } => arguments[arguments.Length - 1].Value.ConstantValue is { HasValue: true, Value: 1 },
            // db.Orders.Where(o => o.Id == id).ToListAsync()
            IInvocationOperation { TargetMethod: { Name: "Where", IsExtensionMethod: true } } filter when IsQuery(filter.Type) && Translation.IsByKey(filter) => true,
            IInvocationOperation { TargetMethod.Name: "ToList" or "ToArray" or "ToListAsync" or "ToArrayAsync" or "ToSeq" or "AsEnumerable" or "AsNoTracking" or "ConfigureAwait" } call => OperationShape.ReceiverOf(call) is { } option && IsOneAtMost(option, steps + 1),
            _ => false,
        };
    }

    private static bool IsQuery(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "IQueryable", Arity: 1, ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } };

    private static bool IsOneSide(string name) => name is "RightToSeq" or "LeftToSeq" or "RightAsEnumerable" or "LeftAsEnumerable";

    private static IEnumerable<IOperation> Body(ILoopOperation loop)
    {
        var pending = new Stack<IOperation>();
        pending.Push(loop.Body);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            yield return current;
            if (current is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation)
                continue;

            foreach (var child in current.ChildOperations)
                pending.Push(child);
        }
    }
}
