using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>A call that may be a query, by its name.</summary>
/// <param name="Call">The call.</param>
/// <param name="IsTwin">Whether it is the asynchronous one of two.</param>
/// <param name="Function">The function that it is in.</param>
internal sealed record QueryCall(InvocationExpressionSyntax Call, bool IsTwin, SyntaxNode Function);
