using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PerfAnalyzers;

/// <summary>
/// The base of the rules that look at each member that has bodies. They look at bodies and not at syntax: where nobody asks for nodes, the compiler does not go through them all once more,
/// and what it has bound for one rule is not bound again for the next.
/// </summary>
public abstract class BodyAnalyzer : PerfAnalyzer
{
    private protected BodyAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    /// <summary>What the rule does with a member; null when it has nothing to say in this compilation.</summary>
    internal abstract Action<BodyContext>? LookIn(AnalysisSession session);

    /// <summary>
    /// Of a rule that has something to say in any project: which tokens say that it may. Where no known library makes the others look at bodies, only those are bound that have one.
    /// </summary>
    internal virtual bool MayMatter(SyntaxToken token, AnalysisSession session) => false;

    private protected sealed override void Register(CompilationStartAnalysisContext context, AnalysisSession session)
    {
        if (LookIn(session) is not { } look)
            return;

        if (session.Apis.IsWorthAnalysing)
        {
            context.RegisterOperationBlockAction(c =>
            {
                session.Bodies.Share(c.OperationBlocks);
                look(new(c.OperationBlocks, c.OwningSymbol, c.ReportDiagnostic, c.CancellationToken));
            });
            return;
        }

        context.RegisterCodeBlockAction(c =>
        {
            if (c.CodeBlock.DescendantTokens().Any(t => MayMatter(t, session)) && BlocksOf(c) is { IsEmpty: false } blocks)
                look(new(blocks, c.OwningSymbol, c.ReportDiagnostic, c.CancellationToken));
        });
    }

    /// <summary>What the compiler calls the operation blocks of a member. A type has attributes, and a property an initial value, beside members that are shown by themselves.</summary>
    internal static ImmutableArray<IOperation> BlocksOf(CodeBlockAnalysisContext context)
    {
        return [.. context.CodeBlock.DescendantNodesAndSelf(n => IsOwn(n) && !IsBlock(n)).Where(n => IsOwn(n) && IsBlock(n)).Select(n => context.SemanticModel.GetOperation(n, context.CancellationToken)).OfType<IOperation>()];

        bool IsOwn(SyntaxNode node) => node == context.CodeBlock || !IsShownByItself(node);
    }

    private static bool IsShownByItself(SyntaxNode node) =>
        node is AccessorDeclarationSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax };

    private static bool IsBlock(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or AttributeSyntax ||
        node.Parent is GlobalStatementSyntax;
}
