using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers;

/// <summary>A member that has bodies, as a rule looks at it.</summary>
/// <param name="OperationBlocks">Its bodies and initial values.</param>
/// <param name="OwningSymbol">The member.</param>
/// <param name="ReportDiagnostic">Where what is found goes to.</param>
/// <param name="CancellationToken">Says when nobody waits for it any more.</param>
internal sealed record BodyContext(ImmutableArray<IOperation> OperationBlocks, ISymbol OwningSymbol, Action<Diagnostic> ReportDiagnostic, CancellationToken CancellationToken);
