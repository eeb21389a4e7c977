using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Loops;

/// <summary>
/// <c>if (cache.TryGet(key, out var known)) return known; var value = Load(key); cache.Add(key, value);</c>: a memory of the program's own, told by its being
/// asked and then filled under the same key.
/// </summary>
internal static class OwnMemory
{
    /// <summary>Whether a condition asks a memory for what <paramref name="scope"/> then puts there.</summary>
    public static bool IsMiss(IOperation condition, IOperation scope) => Lookups(condition).Any(lookup => KeyOf(lookup) is { } key && scope.Descendants().OfType<IInvocationOperation>().Any(store =>
        store.Syntax.SpanStart > lookup.Syntax.Span.End && store.TargetMethod.Name != lookup.TargetMethod.Name && Given(store) >= 2 && KeyOf(store) == key));

    private static IEnumerable<IInvocationOperation> Lookups(IOperation condition) => condition.DescendantsAndSelf()
        .SelectMany(o => o is ILocalReferenceOperation local ? LocalDefinitions.Of(local).Select(Unwrap) : [o])
        .OfType<IInvocationOperation>().Where(IsLookup);

    private static bool IsLookup(IInvocationOperation call) =>
        (call.TargetMethod.Name.StartsWith("TryGet", StringComparison.Ordinal) && call.TargetMethod.Parameters.Any(p => p.RefKind is RefKind.Out)) ||
        (call.TargetMethod.Name.StartsWith("Get", StringComparison.Ordinal) && ReceiverOf(call)?.Type?.Name.EndsWith("Cache", StringComparison.Ordinal) == true);

    private static int Given(IInvocationOperation call) => call.Arguments.Length - (call.TargetMethod.IsExtensionMethod && call.Instance is null ? 1 : 0);

    // What is asked, and by which key: both as they are written, in one body.
    private static (string Memory, string Key)? KeyOf(IInvocationOperation call) =>
        ReceiverOf(call) is { } memory && Unwrap(memory) is IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation &&
        call.Arguments.FirstOrDefault(a => a.Value != memory && a.Value.Syntax != memory.Syntax) is { } key
            ? (memory.Syntax.ToString(), key.Value.Syntax.ToString())
            : null;
}
