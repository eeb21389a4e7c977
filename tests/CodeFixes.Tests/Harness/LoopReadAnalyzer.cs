using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>Reports database reads in loop bodies, directly or through one method of the compilation: what the fix starts from.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopReadAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("PERF1001", "Query in loop", "'{0}' runs once per element", "Performance", DiagnosticSeverity.Warning, true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;

        if (LoopOf(call) is not { } loop)
            return;

        var chain = new List<Location> { loop.Syntax.GetFirstToken().GetLocation() };

        if (IsRead(call.TargetMethod))
            chain.Add(NameOf(call.Syntax).GetLocation());
        else if (ReadIn(call.TargetMethod, context.Compilation) is { } inner)
            chain.AddRange([NameOf(call.Syntax).GetLocation(), inner.GetLocation()]);
        else
            return;

        context.ReportDiagnostic(Diagnostic.Create(Rule, NameOf(call.Syntax).GetLocation(), chain, call.TargetMethod.Name));
    }

    private static ILoopOperation? LoopOf(IOperation operation)
    {
        for (var child = operation; child.Parent is { } parent; child = parent)
        {
            if (parent is ILoopOperation loop && loop.Body == child)
                return loop;

            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return null;
        }

        return null;
    }

    private static bool IsRead(IMethodSymbol method) => (method.ReducedFrom ?? method) is var target
        && (target.Name.StartsWith("Find", StringComparison.Ordinal) || target.Name.StartsWith("First", StringComparison.Ordinal)
            || target.Name.StartsWith("Single", StringComparison.Ordinal) || target.Name is "ToListAsync" or "ToArrayAsync" or "ToList" or "ToArray")
        && target.ContainingType.Name is "DbSet" or "DbContext" or "EntityFrameworkQueryableExtensions" or "Queryable";

    private static SyntaxToken? ReadIn(IMethodSymbol method, Compilation compilation)
    {
        var bodies = method.ContainingType.TypeKind == TypeKind.Interface
            ? compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
                .Select(type => type.FindImplementationForInterfaceMember(method)).OfType<IMethodSymbol>()
            : [method];

        foreach (var syntax in bodies.SelectMany(body => body.DeclaringSyntaxReferences).Select(reference => reference.GetSyntax()))
        {
            var model = compilation.GetSemanticModel(syntax.SyntaxTree);

            foreach (var invocation in syntax.DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (model.GetSymbolInfo(invocation).Symbol is IMethodSymbol target && IsRead(target))
                    return NameOf(invocation);
            }
        }

        return null;
    }

    private static SyntaxToken NameOf(SyntaxNode call) => call is InvocationExpressionSyntax { Expression: var expression }
        ? expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier,
            _ => expression.GetFirstToken(),
        }
        : call.GetFirstToken();
}
