using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>What belongs to a thread, and is not there any more when an <c>await</c> goes on with another: its locks, its transaction, its fields.</summary>
internal static class ThreadBound
{
    /// <summary>Why an <c>await</c> must not stand at an expression; null when nothing that belongs to the thread is in use there.</summary>
    public static string? Refusal(ExpressionSyntax expression, AsyncFunction function)
    {
        var inside = function.Inside.ToList();
        return IsLocked(expression, inside, function.Model) ? "the lock belongs to the thread"
            : IsInScope(expression, inside, function.Model) ? "the transaction scope belongs to the thread"
            : UsesFieldOfThread(expression, inside, function.Model) ? "a field that each thread has of its own is used before and after the await"
            : null;
    }

    // Each lock, by how it is written, is held when it has been taken more often than given back on the way to the expression.
    private static bool IsLocked(ExpressionSyntax expression, List<SyntaxNode> inside, SemanticModel model)
    {
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var call in inside.OfType<InvocationExpressionSyntax>().Where(c => c.Span.End <= expression.SpanStart))
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: var name, Expression: var owner } || LockOf(call, owner, name, model) is not { } @lock || !Paths.ComesTo(call, expression))
                continue;

            held.TryGetValue(@lock, out var times);
            if (!IsTaking(name))
                held[@lock] = Math.Max(times - 1, 0);
            else if (IsTakenAt(call, expression))
                held[@lock] = times + 1;
        }

        return held.Values.Any(times => times > 0);
    }

    // What a semaphore counts, anybody may give back.
    private static string? LockOf(InvocationExpressionSyntax call, ExpressionSyntax owner, string name, SemanticModel model)
    {
        if (!IsTaking(name) && !name.StartsWith("Exit", StringComparison.Ordinal) && !name.StartsWith("Release", StringComparison.Ordinal))
            return null;

        var type = model.GetSymbolInfo(owner).Symbol as ITypeSymbol ?? model.GetTypeInfo(owner).Type;
        if (type is not { Name: "Monitor" or "Lock" or "SpinLock" or "Mutex" or "ReaderWriterLock" or "ReaderWriterLockSlim", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } })
            return null;

        var written = type.Name == "Monitor" ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression : owner;
        return written is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own.Name.ToString() : written?.ToString();
    }

    private static bool IsTaking(string name) =>
        name == "WaitOne" || name.StartsWith("Enter", StringComparison.Ordinal) || name.StartsWith("TryEnter", StringComparison.Ordinal) || name.StartsWith("Acquire", StringComparison.Ordinal);

    // if (!gate.TryEnter()) { here it is not held }; using (gate.EnterScope()) { only here it is }
    private static bool IsTakenAt(InvocationExpressionSyntax call, ExpressionSyntax expression)
    {
        var isDenied = call.Parent.IsKind(SyntaxKind.LogicalNotExpression);
        return (isDenied ? call.Parent!.Parent : call.Parent) switch
        {
            IfStatementSyntax choice when choice.Statement.Span.Contains(expression.Span) => !isDenied,
            IfStatementSyntax { Else: { } otherwise } when otherwise.Span.Contains(expression.Span) => isDenied,
            UsingStatementSyntax scope => scope.Statement.Span.Contains(expression.Span),
            _ => true,
        };
    }

    // Unless it is told to go along, a transaction scope has to be left by the thread that made it.
    private static bool IsInScope(ExpressionSyntax expression, List<SyntaxNode> inside, SemanticModel model) =>
        inside.OfType<ExpressionSyntax>().Any(made => made is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax && made.Span.End <= expression.SpanStart &&
            model.GetTypeInfo(made).Type is { Name: "TransactionScope", ContainingNamespace: { Name: "Transactions", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } &&
            !GoesAlong(made, model) && Paths.ComesTo(made, expression) && IsOpenAt(made, expression, inside));

    // Of a method that makes one, by what is written there; one that nobody can see may make any.
    private static bool GoesAlong(ExpressionSyntax made, SemanticModel model)
    {
        if (made is BaseObjectCreationExpressionSyntax { ArgumentList: var arguments })
            return arguments?.Arguments.Any(a => a.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Enabled" } or IdentifierNameSyntax { Identifier.Text: "Enabled" }) == true;

        var making = model.GetSymbolInfo(made).Symbol?.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
            .Where(c => c is ImplicitObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "TransactionScope" } or QualifiedNameSyntax { Right.Identifier.Text: "TransactionScope" } }).ToList();
        return making?.Exists(c => GoesAlong(c, model)) == true && making.TrueForAll(c => c is ImplicitObjectCreationExpressionSyntax || GoesAlong(c, model));
    }

    private static bool IsOpenAt(ExpressionSyntax made, ExpressionSyntax expression, List<SyntaxNode> inside)
    {
        SyntaxNode value = made;
        while (value.Parent is ConditionalExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or BinaryExpressionSyntax)
            value = value.Parent;

        switch (value.Parent)
        {
            case UsingStatementSyntax scope:
                return scope.Statement.Span.Contains(expression.Span);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: UsingStatementSyntax scope } }:
                return scope.Statement.Span.Contains(expression.Span);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Parent: { } block } } }:
                return block.Span.Contains(expression.Span);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local }:
                return !IsDisposed(local.Identifier.Text);
            case AssignmentExpressionSyntax assignment:
                return !IsDisposed(assignment.Left.ToString());
            default:
                return false;
        }

        bool IsDisposed(string name) => inside.Exists(n => n.Span.End <= expression.SpanStart && n.SpanStart > made.SpanStart && n switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Dispose", Expression: var owner } } => owner.ToString() == name,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.Text: "Dispose" } }, Expression: var owner } => owner.ToString() == name,
            UsingStatementSyntax { Expression: { } owner } => owner.ToString() == name,
            _ => false,
        } && Paths.ComesTo(n, expression));
    }

    private static bool UsesFieldOfThread(ExpressionSyntax expression, List<SyntaxNode> inside, SemanticModel model)
    {
        var uses = inside.OfType<IdentifierNameSyntax>().Select(n => (Name: n, Field: model.GetSymbolInfo(n).Symbol as IFieldSymbol))
            .Where(u => u.Field is { IsStatic: true } field && field.GetAttributes().Any(a => a.AttributeClass?.Name == "ThreadStaticAttribute")).ToList();
        return uses.Exists(before => IsBefore(before.Name, expression) && uses.Exists(after => SymbolEqualityComparer.Default.Equals(before.Field, after.Field) && IsAfter(after.Name, expression)));
    }

    // What is assigned the awaited value is only assigned after it, unless it is read for that.
    private static bool IsBefore(IdentifierNameSyntax name, ExpressionSyntax expression) =>
        IsInLoopWith(name, expression) || (name.SpanStart < expression.Span.End && Paths.ComesTo(name, expression) && AssignmentOf(name, expression) is null or { RawKind: not (int)SyntaxKind.SimpleAssignmentExpression });

    private static bool IsAfter(IdentifierNameSyntax name, ExpressionSyntax expression) =>
        IsInLoopWith(name, expression) || AssignmentOf(name, expression) is not null || (name.SpanStart >= expression.Span.End && Paths.ComesTo(expression, name));

    private static AssignmentExpressionSyntax? AssignmentOf(IdentifierNameSyntax name, ExpressionSyntax expression) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access.Parent : name.Parent) is AssignmentExpressionSyntax assignment && assignment.Left.Span.Contains(name.Span) && assignment.Right.Span.Contains(expression.Span)
            ? assignment
            : null;

    // The next turn comes after the await of this one.
    private static bool IsInLoopWith(IdentifierNameSyntax name, ExpressionSyntax expression) => name.Ancestors().Any(n => n.Span.Contains(expression.Span) && n switch
    {
        CommonForEachStatementSyntax loop => loop.Statement.Span.Contains(expression.Span) && loop.Statement.Span.Contains(name.Span),
        WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax => true,
        _ => false,
    });
}
