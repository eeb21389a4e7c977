using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// <c>Get(key, factory) { var entry = Find(key); if (entry != null) return entry.Value; var value = factory(); Put(key, value); return value; }</c>: a cache that the
/// program wrote itself, whatever it and its members are called.
/// </summary>
internal static class KeyedMemory
{
    /// <summary>Whether <paramref name="run"/> makes what a method was asked for by a key, was not found under it, and is then kept under it.</summary>
    public static bool IsMiss(IOperation run, IOperation body)
    {
        var calls = BodyOperations.Of(body).Calls;
        return calls.Where(c => c.Syntax.SpanStart > run.Syntax.SpanStart || c.Syntax.Span.Contains(run.Syntax.Span)).Where(c => Keeps(c, run))
            .SelectMany(KeysOf).Any(key => calls.Any(c => c.Syntax.Span.End <= run.Syntax.SpanStart && KeysOf(c).Contains(key, SymbolEqualityComparer.Default) && IsTested(c, run, body)));
    }

    private static bool Keeps(IInvocationOperation call, IOperation run) => call.Arguments.Any(a => a.Value.DescendantsAndSelf().Contains(run) ||
        (Unwrap(a.Value) is ILocalReferenceOperation local && LocalDefinitions.Of(local).Any(d => d.DescendantsAndSelf().Contains(run))));

    private static IEnumerable<IParameterSymbol> KeysOf(IInvocationOperation call) =>
        call.Arguments.Select(a => Unwrap(a.Value)).OfType<IParameterReferenceOperation>().Select(p => p.Parameter).Where(p => p.Type is { TypeKind: not TypeKind.Delegate, SpecialType: not SpecialType.System_Boolean });

    // The answer decides whether the method goes on.
    private static bool IsTested(IInvocationOperation lookup, IOperation run, IOperation body) => BodyOperations.Of(body).All.OfType<IConditionalOperation>().Any(c =>
        c.Syntax.SpanStart < run.Syntax.SpanStart && c.Condition.DescendantsAndSelf().Any(o => o == lookup ||
            (o is ILocalReferenceOperation local && LocalDefinitions.Of(local).Any(d => d.DescendantsAndSelf().Contains(lookup)))));
}
