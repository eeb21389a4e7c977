using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Model;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>A question that is the same at each turn of a loop: asked once before it.</summary>
internal static class HoistPlan
{
    private static readonly string[] s_verbs = ["Get", "Find", "Load", "Read", "Fetch", "Query", "Select", "TryGet"];

    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;
        if (request.Enclosing<InvocationExpressionSyntax>() is not { } call || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
            return new Refused("the marked place is not a call");

        var question = Awaited(call);
        if (model.GetTypeInfo(question, cancellationToken).Type is not { SpecialType: not SpecialType.System_Void } type || question.Parent is ExpressionStatementSyntax)
            return new Refused("what is asked is not used");

        if (question is not AwaitExpressionSyntax && type.Name is "Task" or "ValueTask" or "IAsyncEnumerable")
            return new Refused("the answer is not awaited here");

        // A reader, a connection: who has done with it closes it for the others, too.
        if (type.AllInterfaces.Append(type).Any(i => i is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }))
            return new Refused("what is asked for is disposed of");

        if (type.Name is "IQueryable" or "IOrderedQueryable")
            return new Refused("a query is asked whenever somebody enumerates it");

        var session = AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken);
        if (!LoopSyntax.Around(call).Any())
            return await AnsweredAsync(request, call, question, type, session, cancellationToken).ConfigureAwait(false);

        StatementSyntax? outermost = null;
        string? hazard = null;
        foreach (var loop in LoopSyntax.Around(call))
        {
            hazard = Hazard(question, loop, model, session, cancellationToken);
            if (loop is not (CommonForEachStatementSyntax or ForStatementSyntax) || !LoopSyntax.HasRoom(loop) || hazard is not null)
                break;

            outermost = loop;
        }

        if (outermost is null)
            return new Refused(hazard ?? "there is no place before the loop for a statement");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, outermost);
        var names = new Names(outermost.FirstAncestorOrSelf<MemberDeclarationSyntax>(m => m is not GlobalStatementSyntax) ?? root, model, outermost.SpanStart);
        var name = names.Take(NameFor(type, method), "answer");
        var edits = new Edits();
        edits.Add(document.Id, layout.Before([$"var {name} = {question.ToString()};"]));
        edits.Replace(document.Id, question, name, isPrimary: true);
        return edits.ToRewrite("Ask once before the loop");
    }

    // Outside a loop, it was asked before.
    private static async Task<Planned<Rewrite>> AnsweredAsync(FixRequest request, InvocationExpressionSyntax call, ExpressionSyntax question, ITypeSymbol type, AnalysisSession session, CancellationToken cancellationToken)
    {
        if (request.Finding?.AdditionalLocations is not [{ SourceTree: { } tree, SourceSpan: var place }, ..] || tree != request.Root.SyntaxTree
            || request.Root.FindToken(place.Start).Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } before || before.Span.End > call.SpanStart)
        {
            return new Refused("it stands in no loop");
        }

        return before.ToString() == call.ToString()
            ? await AskedBeforePlan.TryAsync(request, call, question, type, before, session, cancellationToken).ConfigureAwait(false)
            : await LookedForPlan.TryAsync(request, call, question, before, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is asked, with whatever waits for it: <c>await db.Settings.FirstAsync().ConfigureAwait(false)</c>.</summary>
    internal static ExpressionSyntax Awaited(InvocationExpressionSyntax call)
    {
        ExpressionSyntax question = call;
        if (question.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            question = configured;

        return question.Parent is AwaitExpressionSyntax awaited ? awaited : question;
    }

    // What the question names must exist before the loop, and mean the same there.
    private static string? Hazard(ExpressionSyntax question, StatementSyntax loop, SemanticModel model, AnalysisSession session, CancellationToken cancellationToken)
    {
        var named = NamedIn(question, model, cancellationToken).ToList();
        if (named.Find(s => s.Kind is SymbolKind.Local or SymbolKind.Parameter or SymbolKind.RangeVariable && ReadScope.IsDeclaredIn(s, loop)) is { } made)
            return $"'{made.Name}' is made in the loop";

        if (model.GetOperation(question, cancellationToken) is not { } asked || model.GetOperation(loop, cancellationToken) is not { } whole)
            return "the marked place is not a call";

        var turn = session.Touched.Of(whole, o => o.Syntax == question, cancellationToken);
        if (session.Touched.Of(asked, _ => false, cancellationToken).Read.FirstOrDefault(turn.Written.Contains) is { } changed)
            return $"'{changed.Name}' changes in the loop";

        if (question.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any())
            return "asking changes something";

        if (question.Ancestors().TakeWhile(a => a != loop).OfType<TryStatementSyntax>().Any(t => t.Catches.Count > 0 && t.Block.Span.Contains(question.Span)))
            return "the loop handles it when asking fails";

        if (LoopSyntax.TestsBefore(question, loop).SelectMany(t => t.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().Select(n => model.GetSymbolInfo(n, cancellationToken).Symbol)
            .FirstOrDefault(s => s is not null and not IMethodSymbol && named.Contains(s, SymbolEqualityComparer.Default)) is { } tested)
        {
            return $"the loop tests '{tested.Name}' before it asks";
        }

        if (LocalOf(question, model) is { } answer && turn.Written.Contains(answer))
            return $"each turn changes '{answer.Name}' for itself";

        // product.Name += "!", here or in what is called: the turn after would find it changed.
        return asked.Type is { } type && ChangedPart(type, turn) is { } part
            ? $"the turns change '{part.Name}' of what they were answered"
            : null;
    }

    /// <summary>What a question names that is not its own.</summary>
    internal static IEnumerable<ISymbol> NamedIn(ExpressionSyntax question, SemanticModel model, CancellationToken cancellationToken) =>
        question.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => model.GetSymbolInfo(n, cancellationToken).Symbol).OfType<ISymbol>().Where(s => !ReadScope.IsDeclaredIn(s, question));

    /// <summary>The local that the answer is put into; null when it goes elsewhere.</summary>
    internal static ILocalSymbol? LocalOf(ExpressionSyntax question, SemanticModel model) =>
        question.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } ? model.GetDeclaredSymbol(variable) as ILocalSymbol : null;

    /// <summary>What of an answer, or of its elements, code changes; null when it changes none of it.</summary>
    internal static ISymbol? ChangedPart(ITypeSymbol type, Touched code) => (EntityConventions.ElementOf(type) ?? type) is var row
        ? code.Written.FirstOrDefault(w => w is IPropertySymbol or IFieldSymbol && Subtypes.IsOrIsBelow(row, w.ContainingType))
        : null;

    // Named for what it holds: the type of an entity, the rest of GetSettingsAsync.
    internal static string NameFor(ITypeSymbol type, IMethodSymbol method)
    {
        if (type is INamedTypeSymbol { IsGenericType: true, TypeArguments: [INamedTypeSymbol { SpecialType: SpecialType.None } element] })
            return Names.Camel(Names.Plural(element.Name));

        if (type is INamedTypeSymbol { IsGenericType: false, SpecialType: SpecialType.None, TypeKind: TypeKind.Class } entity)
            return Names.Camel(entity.Name);

        var name = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name;
        var verb = Array.Find(s_verbs, v => name.Length > v.Length && name.StartsWith(v, StringComparison.Ordinal) && char.IsUpper(name[v.Length]));
        return Names.Camel(verb is null ? name : name.Substring(verb.Length));
    }
}
