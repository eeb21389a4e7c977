using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>
/// Everything that a local is made from beside the values it is given (<see cref="LocalDefinitions"/>): the sequence of which it is the
/// element, the value that a pattern tests, the tuple that it is a part of, the collection that hands it out, and what is added to it.
/// One walk per member, however many locals are asked about.
/// </summary>
internal static class LocalSources
{
    private static readonly ConditionalWeakTable<IOperation, Dictionary<ILocalSymbol, ImmutableArray<IOperation>>> s_byRoot = new();

    /// <summary>The operations, in the order of the code: each holds, or is, what the local holds.</summary>
    public static ImmutableArray<IOperation> Of(ILocalReferenceOperation reference) =>
        s_byRoot.GetValue(OperationShape.RootOf(reference), Collect).TryGetValue(reference.Local, out var sources) ? sources : [];

    /// <summary>Whether calling <paramref name="method"/> on a collection changes it, as far as its shape tells.</summary>
    public static bool Changes(IMethodSymbol method) =>
        method is { IsStatic: false, IsExtensionMethod: false, Name: not ("Contains" or "CopyTo") } &&
        (method.ReturnsVoid || method.ReturnType.SpecialType is SpecialType.System_Boolean) &&
        method.Parameters.All(p => p.Type.TypeKind is not TypeKind.Delegate && p.RefKind is RefKind.None);

    private static Dictionary<ILocalSymbol, ImmutableArray<IOperation>> Collect(IOperation root)
    {
        var found = new Dictionary<ILocalSymbol, ImmutableArray<IOperation>>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IForEachLoopOperation loop:
                    // An array is gone through as an IEnumerable, which does not say of what.
                    foreach (var local in loop.Locals)
                        Add(local, OperationShape.Unwrap(loop.Collection));

                    break;
                case IIsPatternOperation test:
                    AddPattern(test.Pattern, test.Value);
                    break;
                case ISwitchOperation choice:
                    foreach (var clause in choice.Cases.SelectMany(c => c.Clauses).OfType<IPatternCaseClauseOperation>())
                        AddPattern(clause.Pattern, choice.Value);

                    break;
                case ISwitchExpressionOperation choice:
                    foreach (var arm in choice.Arms)
                        AddPattern(arm.Pattern, choice.Value);

                    break;
                case IDeconstructionAssignmentOperation deconstruction:
                    foreach (var local in LocalsOf(deconstruction.Target))
                        Add(local, deconstruction.Value);

                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: var value, Parent: IInvocationOperation { Instance: { } instance } }:
                    foreach (var local in LocalsOf(value))
                        Add(local, instance);

                    break;
                case IInvocationOperation { Instance: ILocalReferenceOperation collection } call when Changes(call.TargetMethod):
                    foreach (var argument in call.Arguments)
                        Add(collection.Local, argument.Value);

                    break;
            }
        }

        return found;

        void AddPattern(IPatternOperation pattern, IOperation value)
        {
            switch (pattern)
            {
                case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local }:
                    Add(local, value);
                    break;
                case IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local }:
                    Add(local, value);
                    break;
                case INegatedPatternOperation negated:
                    AddPattern(negated.Pattern, value);
                    break;
            }
        }

        void Add(ILocalSymbol local, IOperation value) => found[local] = found.TryGetValue(local, out var sources) ? sources.Add(value) : [value];
    }

    private static IEnumerable<ILocalSymbol> LocalsOf(IOperation target) => target switch
    {
        ILocalReferenceOperation local => [local.Local],
        IDeclarationExpressionOperation declaration => LocalsOf(declaration.Expression),
        ITupleOperation tuple => tuple.Elements.SelectMany(LocalsOf),
        _ => [],
    };
}
