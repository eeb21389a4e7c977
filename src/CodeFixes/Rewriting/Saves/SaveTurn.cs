using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.CodeFixes.Rewriting.Saves;

/// <summary>
/// How a turn of a loop comes to its save: at its end, in an <c>if</c>, past an <c>if (...) continue;</c>, in a loop of its own. A turn that does not come to it must have
/// nothing to save, since one save after the loop is for all of them; and what stands after the save must not ask for what that gives.
/// </summary>
/// <param name="Loops">The loops, from the one that the save stands in to the outermost.</param>
/// <param name="Parts">All that a turn does, but the save.</param>
/// <param name="Unsaved">What runs in turns that do not come to the save.</param>
/// <param name="After">What runs after it.</param>
internal sealed record SaveTurn(ImmutableArray<StatementSyntax> Loops, ImmutableArray<SyntaxNode> Parts, ImmutableArray<SyntaxNode> Unsaved, ImmutableArray<StatementSyntax> After)
{
    /// <summary>The outermost loop: what the save moves behind.</summary>
    public StatementSyntax Loop => Loops[Loops.Length - 1];

    private static readonly Refused s_unsure = new("the save happens under a condition, or in a loop that does not say how often it turns");

    public static Planned<SaveTurn> Of(ExpressionStatementSyntax save)
    {
        if (save.Parent is not BlockSyntax own)
            return s_unsure;

        if (own.Statements.First() == save)
            return new Refused("nothing stands before the save that it could save");

        var loops = ImmutableArray.CreateBuilder<StatementSyntax>();
        var parts = ImmutableArray.CreateBuilder<SyntaxNode>();
        var unsaved = ImmutableArray.CreateBuilder<SyntaxNode>();
        var after = ImmutableArray.CreateBuilder<StatementSyntax>();
        for (SyntaxNode at = save; loops.Count == 0 || LoopSyntax.Around(loops[loops.Count - 1]).Any(); at = at.Parent!)
        {
            switch (at.Parent)
            {
                case BlockSyntax block when at is not BlockSyntax:
                    parts.AddRange(block.Statements.Where(s => s != at));
                    after.AddRange(block.Statements.SkipWhile(s => s != at).Skip(1));
                    if (at != save)
                        unsaved.AddRange(block.Statements.TakeWhile(s => s != at));

                    break;
                case IfStatementSyntax { Else: null, Condition: var condition } when at is BlockSyntax:
                    parts.Add(condition);
                    unsaved.Add(condition);
                    break;
                case CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } or ForStatementSyntax when at.Parent is StatementSyntax loop && LoopSyntax.BodyOf(loop) == at:
                    loops.Add(loop);
                    if (LoopSyntax.Around(loop).Any())
                    {
                        parts.AddRange(HeadOf(loop));
                        unsaved.AddRange(HeadOf(loop));
                    }

                    break;
                default:
                    return loops.Count == 0 ? s_unsure : NestedLoops.Refused;
            }
        }

        foreach (var jump in LoopSyntax.BodyOf(loops[loops.Count - 1])!.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            switch (jump)
            {
                case ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax:
                    return new Refused("the loop may end before its last save");
                // A loop that the save does not stand in, or a switch, leaves nothing out.
                case ContinueStatementSyntax or BreakStatementSyntax when jump.SpanStart < save.SpanStart && LoopSyntax.LeftBy(jump) is { } left && left.Span.Contains(save.Span):
                    if (!AddBefore(jump, LoopSyntax.BodyOf(left)!, unsaved))
                        return new Refused("a turn of the loop may end before its save");

                    break;
            }
        }

        return new SaveTurn(loops.ToImmutable(), parts.ToImmutable(), unsaved.ToImmutable(), after.ToImmutable());
    }

    private static IEnumerable<ExpressionSyntax> HeadOf(StatementSyntax loop) => loop switch
    {
        CommonForEachStatementSyntax each => [each.Expression],
        ForStatementSyntax @for => [.. @for.Declaration?.Variables.Select(v => v.Initializer?.Value).OfType<ExpressionSyntax>() ?? [], .. @for.Initializers, .. @for.Condition is { } condition ? [condition] : (ExpressionSyntax[])[], .. @for.Incrementors],
        _ => [],
    };

    // What a turn has done when it goes on with the next element, or ends the loop.
    private static bool AddBefore(SyntaxNode jump, SyntaxNode body, ImmutableArray<SyntaxNode>.Builder unsaved)
    {
        for (var node = jump; node != body; node = node.Parent!)
        {
            switch (node.Parent)
            {
                case BlockSyntax block:
                    unsaved.AddRange(block.Statements.TakeWhile(s => s != node));
                    break;
                case IfStatementSyntax test:
                    unsaved.Add(test.Condition);
                    break;
                case ElseClauseSyntax:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>What is saved later than it was, or at all; null for nothing.</summary>
    /// <param name="model">The semantics of the loop.</param>
    /// <param name="finds">Methods that find a row by its key and do nothing else.</param>
    /// <param name="session">What is known of the program.</param>
    /// <param name="cancellationToken">To give up.</param>
    public string? Refusal(SemanticModel model, HashSet<IMethodSymbol> finds, AnalysisSession session, CancellationToken cancellationToken)
    {
        foreach (var part in Unsaved.Distinct())
        {
            if (model.GetOperation(part, cancellationToken) is not { } operation || !LeavesNothing(operation, symbol => IsPlain(symbol) && symbol is ILocalSymbol, finds, session, cancellationToken))
                return "a turn of the loop may end before its save";
        }

        foreach (var part in After)
        {
            if (model.GetOperation(part, cancellationToken) is not { } operation || !(IsKept(operation) || (LeavesNothing(operation, IsCount, finds, session, cancellationToken) && !AsksRow(operation, session, cancellationToken))))
                return "what comes after the save may need what the database made";
        }

        return null;

        bool IsCount(ISymbol symbol) => IsPlain(symbol) && (symbol is ILocalSymbol or IParameterSymbol ||
            (symbol is IFieldSymbol { ContainingType: var holder } && SymbolEqualityComparer.Default.Equals(holder, model.GetEnclosingSymbol(Loop.SpanStart, cancellationToken)?.ContainingType)));
    }

    // A number or a text, of which no part is a row.
    private static bool IsPlain(ISymbol symbol) => OperationShape.TypeOf(symbol) is { IsValueType: true } or { SpecialType: SpecialType.System_String };

    // It computes, says something to a log, or finds a row by its key, which the context answers saved or not.
    private static bool LeavesNothing(IOperation operation, Func<ISymbol, bool> mayWrite, HashSet<IMethodSymbol> finds, AnalysisSession session, CancellationToken cancellationToken) =>
        session.Touched.Of(operation, o => IsFound(o, finds), cancellationToken) is { UsesDatabase: false, UsesService: false, Changes: false, MayChange: false, Sends: false, IsUnknown: false, IsExclusive: false } touched && touched.Written.All(mayWrite) &&
        operation.DescendantsAndSelf().OfType<IInvocationOperation>().All(c => IsFound(c, finds) ? c.Arguments.All(a => LeavesNothing(a.Value, mayWrite, finds, session, cancellationToken)) : !IsGivenRow(c));

    private static bool IsFound(IOperation operation, HashSet<IMethodSymbol> finds) => operation is IInvocationOperation { TargetMethod: var method } && finds.Contains(method);

    // mapper.Map(model, order): what a library does with an object of the program is not in sight.
    private static bool IsGivenRow(IInvocationOperation call) => call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.Arguments.Any(a => IsOfProgram(OperationShape.Unwrap(a.Value).Type));

    private static bool IsOfProgram(ITypeSymbol? type) => type is { TypeKind: TypeKind.Class or TypeKind.Interface, DeclaringSyntaxReferences.IsEmpty: false } or IArrayTypeSymbol or { TypeKind: TypeKind.TypeParameter };

    // tags.Add(tag): the object itself, of which nothing is asked.
    private static bool IsKept(IOperation operation) => operation is IExpressionStatementOperation
    {
        Operation: IInvocationOperation { TargetMethod: { Name: "Add", ContainingType: { MetadataName: "List`1", ContainingNamespace.Name: "Generic" } }, Instance: ILocalReferenceOperation, Arguments: [{ Value: var kept }] }
    } && OperationShape.Unwrap(kept) is ILocalReferenceOperation or IParameterReferenceOperation;

    // A key that the database gives out, and whatever else it fills in.
    private static bool AsksRow(IOperation operation, AnalysisSession session, CancellationToken cancellationToken) =>
        session.Touched.Of(operation, _ => false, cancellationToken).Read.Any(s => s is IPropertySymbol { DeclaringSyntaxReferences.IsEmpty: false }) ||
        operation.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().Any(p => !p.Property.DeclaringSyntaxReferences.IsEmpty);
}
