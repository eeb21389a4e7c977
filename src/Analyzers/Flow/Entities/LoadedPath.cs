using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>What a query loads beside its own entities.</summary>
/// <param name="Path">The navigations that lead there from its entities on, by name: <c>Lines.Product</c>.</param>
/// <param name="By">The call that says so.</param>
internal sealed record LoadedPath(string Path, IInvocationOperation By);
