using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>
/// A read that stands behind one call, in a method that does nothing else: the method gets a plural next to it, in its interface and
/// every class that implements it, and the loop calls the plural once before it starts.
/// </summary>
internal static class PluralPlan
{
    public static async Task<Planned<Rewrite>> TryAsync(FixRequest request, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        var (document, root, model, _) = request;

        if (model.GetOperation(call, cancellationToken) is not IInvocationOperation operation)
            return new Refused("the call does not bind");

        var whole = request.IsReviewed ? Awaiting.Waited(call) : Awaiting.Of(call).Whole;

        if (ElementLoop.Around(whole, model, request.IsReviewed, mayBeNested: true) is { Value: var loop, Refusal: var noLoop } && loop is null)
            return new Refused(noLoop!);

        if (KeyArgument(operation, loop!.Scope, call) is not { Syntax: ArgumentSyntax { Expression: var key } keyArgument, Parameter: { } parameter })
            return new Refused("the call's arguments are not one key and others that stay the same");

        if (whole == call && TaskTypes.HasResult(operation.TargetMethod.ReturnType))
            return new Refused("the task is not awaited where it is made");

        if (await LoopPreconditions.RefusalAsync(loop, whole, document, request.IsReviewed, mayBeSaved: true, cancellationToken).ConfigureAwait(false) is { } refusal)
            return new Refused(refusal);

        if (!SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(key, cancellationToken).Type, parameter.Type))
            return new Refused("the key is converted for the call");

        if (await PluralMethod.OfAsync(operation.TargetMethod, parameter, document.Project.Solution, request.IsReviewed, PluralMethod.MostCalls - 1, cancellationToken).ConfigureAwait(false) is { Value: var plural, Refusal: var noPlural } && plural is null)
            return new Refused(noPlural!);

        if (plural!.IsSnapshot && ChangesTracking(loop.Statement, model))
            return new Refused("the loop changes what the context tracks, which Find would see");

        var shared = plural.Batch.Read;
        if (request.IsReviewed && (plural.GoesOn || !shared.IsRowByKey) && await LoopPreconditions.DisturbanceAsync(loop, document, isReviewed: true, mayBeSaved: false, cancellationToken).ConfigureAwait(false) is { } saved)
            return new Refused(saved);

        if (LoopPreconditions.FillsInnerLoops(shared, loop, model.Compilation))
            return NestedLoops.Refused;

        if (!plural.GoesOn && (shared.Projection is not null || shared.IsUntracked) && !shared.IsAggregate && !plural.Batch.IsSet
            && SharedRows.Refusal(shared.Included(model.Compilation).Prepend(RowOf(model.GetTypeInfo(whole, cancellationToken).Type!)), loop, whole, AnalysisSession.For(model.Compilation, document.Project.AnalyzerOptions, cancellationToken), cancellationToken) is { } changed)
        {
            return new Refused(changed);
        }

        if (!plural.GoesOn && plural.Batch.IsDictionary && !Nullability.IsNullableValue(parameter.Type) && parameter.Type.IsReferenceType && model.GetTypeInfo(key, cancellationToken).Nullability.FlowState != NullableFlowState.NotNull)
            return new Refused("the key may be null");

        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var position = loop.Statement.SpanStart;
        var layout = new Layout(text, loop.Statement);
        var names = new Names(loop.Statement.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? root, model, position);

        if (LoopSource.Of(loop, isAsync: whole is AwaitExpressionSyntax, names) is { Value: var source, Refusal: var noSource } && source is null)
            return new Refused(noSource!);

        if (!request.IsReviewed && LoopPreconditions.ReadAheadRefusal(loop, source!, plural.Batch.Read) is { } noticed)
            return new Refused(noticed);

        if (KeyList.Of(loop, source!, key, names, needsReadOnlyCollection: true, copiesArrays: false, request.IsReviewed) is { Value: var keys, Refusal: var noKeys } && keys is null)
            return new Refused(noKeys!);

        var rows = plural.GoesOn
            ? names.Take($"{Names.Plural(Names.Camel(RowOf(model.GetTypeInfo(whole, cancellationToken).Type!).Name))}By{Names.Pascal(parameter.Name)}", "found")
            : names.Take(BatchCode.RowsName(plural.Batch, parameter.Name));
        var pluralCall = plural.CallText(call, whole, keyArgument, keys!.Name);
        var edits = new Edits();
        edits.Add(document.Id, layout.Before([.. new[] { source!.Declaration, keys.Declaration }.OfType<string>(), $"var {rows} = {pluralCall};"]));

        if (source.Declaration is not null)
            edits.Add(document.Id, new TextChange(loop.Source.Span, source.Elements));

        edits.Replace(document.Id, whole, plural.LookUp(rows, key.ToString()), isPrimary: true);
        edits.Add(document.Id, UsingDirectives.Missing(model, position, text, layout.NewLine, "System.Collections.Generic", "System.Linq"));

        foreach (var (id, change) in await plural.DeclarationsAsync(cancellationToken).ConfigureAwait(false))
            edits.Add(id, change);

        return edits.ToRewrite(plural.GoesOn ? $"Load what '{operation.TargetMethod.Name}' reads of all elements at once, with '{plural.Name}'" : $"Load the rows of all elements before the loop with '{plural.Name}'");
    }

    private static IArgumentOperation? KeyArgument(IInvocationOperation operation, ReadScope scope, InvocationExpressionSyntax call)
    {
        var varying = operation.Arguments.Where(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Syntax: ArgumentSyntax } && scope.Varies(argument.Syntax, call)).ToList();
        var others = call.ArgumentList.Arguments.Where(argument => varying.Count == 1 && argument != varying[0].Syntax);
        var receiver = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        return varying.Count == 1 && operation.TargetMethod is { IsExtensionMethod: false, IsGenericMethod: false } && call.Expression is MemberAccessExpressionSyntax or IdentifierNameSyntax
            && others.All(argument => scope.IsInvariant(argument, call)) && (receiver is null || scope.IsInvariant(receiver, call))
            ? varying[0]
            : null;
    }

    private static ITypeSymbol RowOf(ITypeSymbol result) => result switch
    {
        IArrayTypeSymbol { ElementType: var row } => row,
        INamedTypeSymbol { TypeArguments: [var row] } => row,
        _ => result,
    };

    private static bool ChangesTracking(SyntaxNode loop, SemanticModel model) => loop.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Any(call => QueryApis.ChangesTracking(model.GetSymbolInfo(call).Symbol as IMethodSymbol));
}
