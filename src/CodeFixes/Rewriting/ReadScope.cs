using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting;

/// <summary>
/// Where a read stands: a loop body, whose element changes, or a method, whose key parameter does. Answers what changes from one
/// read to the next, and what can be evaluated once for all of them.
/// </summary>
internal sealed class ReadScope
{
    private readonly Func<ISymbol, bool> _varies;
    private readonly HashSet<ISymbol> _assigned;

    private ReadScope(SemanticModel model, SyntaxNode code, Func<ISymbol, bool> varies)
    {
        Model = model;
        _varies = varies;
        _assigned = Assignments.In(code, model);
    }

    public SemanticModel Model { get; }

    /// <param name="model">The semantics.</param>
    /// <param name="turn">The loop or lambda of which what it declares changes from turn to turn.</param>
    /// <param name="code">What may assign something between two turns, if that is more.</param>
    public static ReadScope OfLoop(SemanticModel model, SyntaxNode turn, StatementSyntax? code = null) => new(model, code ?? turn, symbol => IsDeclaredIn(symbol, turn));

    public static ReadScope OfMethod(SemanticModel model, SyntaxNode declaration, IParameterSymbol key) =>
        new(model, declaration, symbol => SymbolEqualityComparer.Default.Equals(symbol, key));

    /// <summary>Whether the code assigns the variable, field or property, on whatever instance.</summary>
    public bool IsAssigned(ISymbol symbol) => _assigned.Contains(symbol);

    /// <summary>Whether a part of the query may differ from one read to the next because of what is read for.</summary>
    public bool Varies(SyntaxNode part, SyntaxNode query) =>
        Variables(part).Any(symbol => _varies(symbol) && !IsDeclaredIn(symbol, query));

    /// <summary>
    /// Whether a part of the query means the same before the loop as in it. What the query declares itself, the parameters of
    /// its lambdas, is the database's business.
    /// </summary>
    public bool IsInvariant(SyntaxNode part, SyntaxNode query)
    {
        foreach (var node in part.DescendantNodesAndSelf())
        {
            var isSteady = node switch
            {
                AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } => true,
                AwaitExpressionSyntax or AssignmentExpressionSyntax or StatementSyntax => false,
                // A call on the query's own rows becomes SQL; any other runs here, and may answer differently each time.
                InvocationExpressionSyntax call => call.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" }
                    || Variables(call).Any(symbol => IsDeclaredIn(symbol, query)),
                IdentifierNameSyntax name => IsSteady(Model.GetSymbolInfo(name).Symbol, query),
                _ => true,
            };

            if (!isSteady)
                return false;
        }

        return true;
    }

    private bool IsSteady(ISymbol? symbol, SyntaxNode query) => symbol switch
    {
        ILocalSymbol or IParameterSymbol => IsDeclaredIn(symbol, query) || !(_varies(symbol) || _assigned.Contains(symbol)),
        IFieldSymbol field => field.IsConst || field.IsReadOnly || !_assigned.Contains(field),
        // Static getters are where the clock, the culture and the random numbers are.
        IPropertySymbol property => !property.IsStatic && !_assigned.Contains(property),
        _ => true,
    };

    private IEnumerable<ISymbol> Variables(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
        .Select(name => Model.GetSymbolInfo(name).Symbol).Where(symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)!;

    /// <summary>Whether a piece of code declares the variable.</summary>
    public static bool IsDeclaredIn(ISymbol symbol, SyntaxNode node) => symbol.DeclaringSyntaxReferences.Any(reference =>
        reference.SyntaxTree == node.SyntaxTree && node.Span.Contains(reference.Span));
}
