using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.CodeFixes.Rewriting.Loops;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>Recognises a <see cref="KeyedRead"/> in the call that runs it.</summary>
/// <param name="scope">What varies.</param>
/// <param name="call">The call.</param>
/// <param name="isReviewed">Whether any query may be the source, not only a set of a context.</param>
internal sealed class KeyedReadReader(ReadScope scope, InvocationExpressionSyntax call, bool isReviewed = false)
{
    private readonly SemanticModel _model = scope.Model;

    public Planned<KeyedRead> Read()
    {
        if (_model.GetOperation(call) is not IInvocationOperation operation || (QueryApis.GoneThrough(call, _model) == call ? ReadKind.Rows : QueryApis.KindOf(operation.TargetMethod)) is not { } kind
            || call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver })
        {
            return new Refused("the call is not a read of a set by key");
        }

        if (call.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            return new Refused("the query has comments that a rewrite would lose");

        var isAsync = QueryApis.IsAsync(operation.TargetMethod);
        var (whole, configureAwait) = Awaiting.Of(call);

        if (isAsync && whole is InvocationExpressionSyntax && whole.Parent is not (ArrowExpressionClauseSyntax or ReturnStatementSyntax))
            return new Refused("the task is not awaited where it is made");

        return kind switch
        {
            ReadKind.Find => Find(operation, receiver, whole, configureAwait, isAsync),
            ReadKind.Rows => RowsGoneThrough(operation.TargetMethod),
            _ => Query(operation.TargetMethod, receiver, kind, whole, configureAwait),
        };
    }

    // The last operator runs nothing: it is one like those before it.
    private Planned<KeyedRead> RowsGoneThrough(IMethodSymbol method)
    {
        var planned = Query(method, call, ReadKind.Rows, call, null);
        if (isReviewed || planned.Value is not { } read)
            return planned;

        if (call.Parent is ForEachStatementSyntax rows)
            return ElementLoop.MayEndEarly(rows) == false ? read : new Refused("the loop over the rows may end before the last of them");

        return read.IsUntracked || IsOwnList() ? read : new Refused("the rows are put into what the context may fill itself");

        // order.Lines.AddRange(...), also by another name: a context puts what it loads there itself, one row after the other.
        bool IsOwnList() => call.FirstAncestorOrSelf<ArgumentSyntax>()!.Parent!.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var list } } &&
            _model.GetSymbolInfo(list).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declared] } &&
            declared.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax };
    }

    /// <summary>The rows that a command deletes or updates, picked by key.</summary>
    public Planned<KeyedRead> Command()
    {
        if (_model.GetOperation(call) is not IInvocationOperation { TargetMethod: var method } || !QueryApis.IsCommand(method) || call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver })
            return new Refused("the call is no command on rows of a set");

        var (whole, configureAwait) = Awaiting.Of(call);
        return QueryApis.IsAsync(method) == whole is AwaitExpressionSyntax ? Query(method, receiver, ReadKind.Command, whole, configureAwait) : new Refused("the task is not awaited where it is made");
    }

    private Planned<KeyedRead> Find(IInvocationOperation operation, ExpressionSyntax receiver, ExpressionSyntax whole, ExpressionSyntax? configureAwait, bool isAsync)
    {
        if (FindCall.Of(operation, _model) is { Value: var find, Refusal: var noFind } && find is null)
            return new Refused(noFind!);

        if ((find!.IsOnContext ? receiver : QueryApis.ContextOf(receiver, _model)) is not { } context)
            return new Refused("the query does not start at a set of the context");

        var (key, token) = (find.Key, find.Token);

        if (!scope.Varies(key, call) || !scope.IsInvariant(context, call) || (token is not null && !scope.IsInvariant(token, call)))
            return new Refused("more than the key differs from one element to the next");

        return new KeyedRead
        {
            Call = call,
            Whole = whole,
            ConfigureAwait = configureAwait,
            Kind = ReadKind.Find,
            IsAsync = isAsync,
            Set = find.SetIn(_model),
            Entity = find.Entity,
            Result = find.Entity,
            Context = _model.GetTypeInfo(context).Type!,
            Key = key,
            Token = token,
        };
    }

    private Planned<KeyedRead> Query(IMethodSymbol method, ExpressionSyntax receiver, ReadKind kind, ExpressionSyntax whole, ExpressionSyntax? configureAwait)
    {
        var operators = ImmutableArray.CreateBuilder<InvocationExpressionSyntax>();
        var token = Token();
        var lambda = kind == ReadKind.Rows ? null : call.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<LambdaExpressionSyntax>().FirstOrDefault();
        var computes = kind is ReadKind.Sum or ReadKind.Max or ReadKind.Min;
        var predicate = computes || kind == ReadKind.Command ? null : lambda;
        var projection = computes ? lambda : null;
        InvocationExpressionSyntax? select = null;

        if (lambda is null && receiver is InvocationExpressionSyntax last && QueryApis.IsProjection(last, _model))
        {
            select = last;
            projection = last.ArgumentList.Arguments[0].Expression as LambdaExpressionSyntax;
            receiver = ((MemberAccessExpressionSyntax)last.Expression).Expression;
        }

        if ((select is not null || computes) && projection is not SimpleLambdaExpressionSyntax)
            return new Refused("a batch cannot keep what the query takes of a row");

        while (EntityOf(receiver) is null)
        {
            if (receiver is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var inner } } step)
                return new Refused("the query does not start at a set of the context");

            if (!QueryApis.IsKept(step, _model))
                return new Refused($"a batch cannot keep '{QueryApis.NameOf(step)}'");

            operators.Insert(0, step);
            receiver = inner;
        }

        var context = QueryApis.ContextOf(receiver, _model) ?? (isReviewed ? QueryApis.OwnerOf(receiver) ?? receiver : null);
        if (context is null || EntityOf(receiver) is not { } entity)
            return new Refused("the query does not start at a set of the context");

        if (kind != ReadKind.Rows && call.ArgumentList.Arguments.Count != (token is null ? 0 : 1) + (lambda is null ? 0 : 1))
            return new Refused("the call has arguments that a batch cannot keep");

        var filters = KeyedRead.ConditionsOf(operators, predicate).OfType<SimpleLambdaExpressionSyntax>();
        var conditions = filters.SelectMany(lambda => Conjuncts(lambda.ExpressionBody)).Where(condition => scope.Varies(condition, call)).ToList();

        if (conditions.Count == 0)
            return new Refused("no condition depends on the element alone");

        if (conditions.Count > 1 && !(isReviewed && conditions.Count == 2 && projection is null && kind is ReadKind.First or ReadKind.FirstOrDefault or ReadKind.Single or ReadKind.SingleOrDefault or ReadKind.List or ReadKind.Array or ReadKind.Rows))
            return new Refused("more than one condition depends on the element");

        var parts = new List<KeyPart>();
        foreach (var condition in conditions)
        {
            if (Part(condition) is { Value: var part, Refusal: var noPart } && part is null)
                return new Refused(noPart!);

            parts.Add(part!);
        }

        var rest = call.DescendantNodes(node => !IsPart(node)).Where(node => !IsPart(node) && node is IdentifierNameSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax)
            .Where(node => node is not InvocationExpressionSyntax step || !operators.Contains(step) && step != call && step != select)
            .Where(node => !receiver.Span.Contains(node.Span));

        if (!((context == receiver && receiver is InvocationExpressionSyntax) || scope.IsInvariant(context, call)) || !rest.All(node => node is InvocationExpressionSyntax ? parts.TrueForAll(part => IsTranslated(node, part.Equality)) : scope.IsInvariant(node, call)))
            return new Refused("more than the key differs from one element to the next");

        var read = new KeyedRead
        {
            Call = call,
            Whole = whole,
            ConfigureAwait = configureAwait,
            Kind = kind,
            IsAsync = QueryApis.IsAsync(method),
            Set = receiver.ToString(),
            Entity = entity,
            Projection = projection as SimpleLambdaExpressionSyntax,
            Result = ResultOf(method, kind),
            Context = _model.GetTypeInfo(context).Type!,
            Operators = operators.ToImmutable(),
            Predicate = predicate,
            Equality = parts[0].Equality,
            Column = parts[0].Column,
            Key = parts[0].Key,
            Second = parts.ElementAtOrDefault(1),
            Token = token,
        };

        var refusal = read.IsAggregate || kind == ReadKind.Any ? Projections.AggregateRefusal(read, _model)
            : read.Projection is null ? null : Projections.Refusal(read.Projection, _model);
        return refusal is null ? read : new Refused(refusal);

        bool IsPart(SyntaxNode node) => parts.Exists(part => part.Equality == node);
    }

    private Planned<KeyPart> Part(ExpressionSyntax condition)
    {
        if (condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equality)
            return new Refused("the element is not compared by equality");

        var (rowSide, key) = scope.Varies(equality.Left, call) ? (equality.Right, equality.Left) : (equality.Left, equality.Right);

        // Rows are grouped in memory by what each holds itself: a column of a joined row is not there unless it was loaded.
        if (rowSide is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax row } rowKey || _model.GetSymbolInfo(row).Symbol is not IParameterSymbol
            || !equality.Ancestors().OfType<SimpleLambdaExpressionSyntax>().Any(lambda => lambda.Parameter.Identifier.Text == row.Identifier.Text)
            || _model.GetSymbolInfo(rowKey).Symbol is not IPropertySymbol column)
        {
            return new Refused("the element is not compared with a column of the row itself");
        }

        // A query's own row on the key's side would make the key differ by row.
        return call.DescendantNodes().OfType<SimpleLambdaExpressionSyntax>().Any(lambda => Mentions(key, lambda.Parameter))
            ? new Refused("the element is not compared by equality with a column alone")
            : new KeyPart(equality, column, key);
    }

    private INamedTypeSymbol? EntityOf(ExpressionSyntax source) => QueryApis.EntityOf(source, _model) ?? (isReviewed ? QueryApis.EntityOfSource(source, _model) : null);

    // What one row gives: ToListAsync of products gives a product, SumAsync a number.
    private static ITypeSymbol ResultOf(IMethodSymbol method, ReadKind kind) => (TaskTypes.ResultOf(method.ReturnType)!, kind) switch
    {
        (INamedTypeSymbol { TypeArguments: [var row] }, ReadKind.List or ReadKind.Rows) => row,
        (IArrayTypeSymbol { ElementType: var row }, ReadKind.Array) => row,
        // Null is what there is without a row, and no row of those that a batch keeps.
        (_, ReadKind.FirstOrDefault or ReadKind.SingleOrDefault) when method.TypeArguments is [var row] => row,
        ({ } row, _) => row,
    };

    // An invocation that contains the comparison (a subquery) has been taken apart already: only the conjunct itself may vary.
    private bool IsTranslated(SyntaxNode invocation, SyntaxNode equality) => !invocation.Span.Contains(equality.Span) && scope.IsInvariant(invocation, call);

    private bool Mentions(ExpressionSyntax key, ParameterSyntax row) => _model.GetDeclaredSymbol(row) is { } symbol
        && key.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => SymbolEqualityComparer.Default.Equals(_model.GetSymbolInfo(name).Symbol, symbol));

    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax? condition) => condition switch
    {
        null => [],
        ParenthesizedExpressionSyntax { Expression: var inner } => Conjuncts(inner),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => Conjuncts(both.Left).Concat(Conjuncts(both.Right)),
        _ => [condition],
    };

    private ExpressionSyntax? Token() => FindCall.TokenIn(call.ArgumentList, _model);
}
