using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.CodeFixes.Rewriting.Loops;

/// <summary>A loop over elements, one of which a read is made for, and the conditions under which it is made.</summary>
/// <param name="Statement">The <c>foreach</c> or <c>for</c>, or the statement in which the lambda stands that runs for each element.</param>
/// <param name="Source">What is gone over.</param>
/// <param name="Body">What runs for each element.</param>
/// <param name="Element">The variable or parameter that is the element.</param>
/// <param name="ElementType">Its type.</param>
/// <param name="Conditions">The conditions on the read, in terms of the element.</param>
/// <param name="Values">What of the body can be evaluated before the loop.</param>
/// <param name="Scope">What changes from turn to turn.</param>
internal sealed record ElementLoop(
    StatementSyntax Statement, ExpressionSyntax Source, SyntaxNode Body, ISymbol Element, ITypeSymbol ElementType, ImmutableArray<string> Conditions, EarlyValue Values, ReadScope Scope)
{
    /// <summary>The loop or the lambda.</summary>
    public required SyntaxNode Turn { get; init; }

    /// <summary>Whether the loop may end before its last element.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>For a <c>for</c> that takes its elements out of a list where it needs them, this; <see cref="Element"/> is its index then.</summary>
    public IndexedLoop? Indexed { get; private init; }

    /// <summary>The name by which the element goes before the loop.</summary>
    public string Variable => Indexed?.Variable ?? Element.Name;

    /// <summary>Of two loops that are batched as one, what the outer one goes over: <see cref="Source"/> is its, <see cref="Element"/> the inner one's.</summary>
    public ElementLoop? Outer { get; init; }

    /// <summary>How the elements come out of those of <see cref="Source"/>: <c>.SelectMany(order => order.Lines)</c>. Empty for one loop.</summary>
    public string Flattening { get; init; } = "";

    /// <summary>The elements of which the <see cref="Conditions"/> hold: <c>.Where(order => order.IsOpen)</c>. Empty where there are none.</summary>
    public string Filtering => Conditions.IsEmpty ? "" : $".Where({Variable} => {string.Join(" && ", Conditions.Select(c => Conditions.Length > 1 && c.Contains("||") ? $"({c})" : c))})";

    /// <summary>Whether elements are read for that a condition leaves out.</summary>
    public bool ReadsMore { get; init; }

    /// <summary>The element's name, or a better one where a lambda has only a letter for it.</summary>
    public string ElementName => Variable.Length > 1 ? Variable
        : ElementType is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } ? Names.Camel(ElementType.Name)
        : "element";

    /// <summary>The loop around a call, whatever in it the call depends on.</summary>
    public static Planned<ElementLoop> Whole(ExpressionSyntax call, SemanticModel model) => LoopOf(call) switch
    {
        ForEachStatementSyntax loop => OfForEach(loop, model),
        ForStatementSyntax loop when Of(loop, model) is { } indexed => indexed,
        null when Function(call) is { } function => LambdaLoops.Of(function, model),
        _ => new Refused("only a foreach with one variable, or a for that takes the elements out of a list one by one, says before it runs which elements there are"),
    };

    /// <summary>The loop around the read, if what the read needs can be known before it.</summary>
    /// <param name="read">The read.</param>
    /// <param name="model">Its semantics.</param>
    /// <param name="isReviewed">Whether more may be read than the loop comes to: conditions that cannot be known before it are left out.</param>
    /// <param name="mayBeNested">Whether a loop in another one may be taken with it for one, of which the elements are those of all inner loops.</param>
    public static Planned<ElementLoop> Around(ExpressionSyntax read, SemanticModel model, bool isReviewed = false, bool mayBeNested = false)
    {
        if (Whole(read, model) is { Value: var loop, Refusal: var refusal } && loop is null)
            return new Refused(refusal!);

        return LoopOf(loop!.Statement) is not { } around ? loop.Before(read, isReviewed)
            : mayBeNested ? NestedLoops.Of(loop, around, read, model, isReviewed)
            : NestedLoops.Refused;
    }

    /// <summary>The loop with the conditions under which it comes to a place in its body, if these can be known before it.</summary>
    public Planned<ElementLoop> Before(SyntaxNode place, bool isReviewed)
    {
        if (Turn is StatementSyntax around && MayEndEarly(around) is null)
            return new Refused("the loop may end before its last element");

        var values = Values;
        var conditions = ImmutableArray.CreateBuilder<string>();
        var readsMore = false;

        for (var node = place; node != Turn; node = node.Parent!)
        {
            if (ConditionOn(node, values) is var (isConditional, condition) && isConditional)
            {
                if (condition is null && !isReviewed)
                    return new Refused("the read happens under a condition that cannot be evaluated before the loop");

                readsMore |= condition is null;
                conditions.InsertRange(0, condition is null ? [] : [condition]);
            }

            if (IsFunction(node) || node is LockStatementSyntax || (!isReviewed && node is TryStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax)
                || node.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == node)
                return new Refused("the read is in a place that a batch cannot follow");

            if (node.Parent is BlockSyntax block && Guards(block, (StatementSyntax)node, values, conditions) is { } guard)
            {
                if (!isReviewed)
                    return new Refused(guard);

                readsMore = true;
            }
        }

        return this with { Conditions = conditions.ToImmutable(), ReadsMore = readsMore };
    }

    /// <summary>The loop that a statement is, if it says before it runs which elements there are.</summary>
    public static ElementLoop? Of(StatementSyntax statement, SemanticModel model) => statement switch
    {
        ForEachStatementSyntax loop => OfForEach(loop, model).Value,
        ForStatementSyntax loop when IndexedLoop.Of(loop, model) is { } indexed => Of(loop, indexed.Source, indexed.Element, model, indexed),
        _ => null,
    };

    private static Planned<ElementLoop> OfForEach(ForEachStatementSyntax loop, SemanticModel model)
    {
        if (loop.AwaitKeyword.RawKind != 0)
            return new Refused("the elements of an await foreach are known only as they arrive");

        return Of(loop, loop.Expression, model.GetDeclaredSymbol(loop)!, model);
    }

    private static ElementLoop Of(StatementSyntax loop, ExpressionSyntax source, ILocalSymbol element, SemanticModel model, IndexedLoop? indexed = null)
    {
        var scope = ReadScope.OfLoop(model, loop);
        var direct = indexed?.List is null ? null : indexed;
        return new(loop, source, LoopSyntax.BodyOf(loop)!, element, indexed?.Type ?? element.Type, [], new EarlyValue(scope, loop, element, direct), scope)
        {
            Turn = loop,
            EndsEarly = MayEndEarly(loop) != false,
            Indexed = direct,
        };
    }

    /// <summary>Whether all that a <c>for</c> does with an array is to read or write the place of its index, in each turn another: <c>prices[i] = price;</c>.</summary>
    public bool IsByIndexOnly(IdentifierNameSyntax array)
    {
        if (Statement is not ForStatementSyntax { Declaration.Variables: [var counter] } || Scope.Model.GetDeclaredSymbol(counter) is not { } index || Scope.Model.GetSymbolInfo(array).Symbol is not { } symbol)
            return false;

        return Body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(Scope.Model.GetSymbolInfo(name).Symbol, symbol))
            .All(name => name.Parent is ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax place }] } access && access.Expression == name && SymbolEqualityComparer.Default.Equals(Scope.Model.GetSymbolInfo(place).Symbol, index));
    }

    /// <summary>What else the loop does to the element before the read; null when nothing that could change the key.</summary>
    public string? KeyHazard(ExpressionSyntax read)
    {
        if (Values.Members.Count == 0)
            return null;

        var isGivenAway = IsGivenAway(Element, read.SpanStart, read);
        return isGivenAway && Values.Members.Any(CanChange) ? "other code gets the element before the read and may change its key" : null;
    }

    /// <summary>Whether other code gets an element, or calls it, before a place in the body.</summary>
    /// <param name="element">The element of this loop, or of the one around it.</param>
    /// <param name="end">The place.</param>
    /// <param name="read">Use(order, Find(order.Id)): who gets it in the same call runs after this.</param>
    public bool IsGivenAway(ISymbol element, int end, SyntaxNode? read) => Body.DescendantNodes().TakeWhile(node => node.SpanStart < end).OfType<IdentifierNameSyntax>()
        .Where(name => SymbolEqualityComparer.Default.Equals(Scope.Model.GetSymbolInfo(name).Symbol, Indexed?.List ?? element))
        .Select(name => Indexed is null ? name : (ExpressionSyntax)name.Parent!)
        .Where(taken => read is null || taken.Parent is not ArgumentSyntax argument || !argument.Parent!.Span.Contains(read.Span))
        .Any(taken => taken.Parent is ArgumentSyntax or MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } or EqualsValueClauseSyntax or AssignmentExpressionSyntax);

    private static bool CanChange(ISymbol member) => member is IPropertySymbol { SetMethod.IsInitOnly: false } or IFieldSymbol { IsReadOnly: false };

    private static (bool IsConditional, string? Condition) ConditionOn(SyntaxNode node, EarlyValue values) => node.Parent switch
    {
        IfStatementSyntax @if when @if.Statement == node => (true, values.TextOf(@if.Condition)),
        ElseClauseSyntax { Parent: IfStatementSyntax @if } => (true, values.Negated(@if.Condition)),
        ConditionalExpressionSyntax choice when choice.WhenTrue == node => (true, values.TextOf(choice.Condition)),
        ConditionalExpressionSyntax choice when choice.WhenFalse == node => (true, values.Negated(choice.Condition)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when both.Right == node => (true, values.TextOf(both.Left)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when either.Right == node => (true, values.Negated(either.Left)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when coalesce.Right == node => (true, null),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } => (true, null),
        _ => (false, null),
    };

    // if (x) continue; before the read is a condition on it, too.
    private static string? Guards(BlockSyntax block, StatementSyntax path, EarlyValue values, ImmutableArray<string>.Builder conditions)
    {
        var at = 0;

        foreach (var statement in block.Statements.TakeWhile(statement => statement != path))
        {
            if (LoopSyntax.Skips(statement))
            {
                if (values.Negated(((IfStatementSyntax)statement).Condition) is not { } condition)
                    return "the read happens under a condition that cannot be evaluated before the loop";

                conditions.Insert(at++, condition);
            }
            else if (statement.DescendantNodesAndSelf().Any(node => node is ContinueStatementSyntax))
            {
                return "the read is skipped for some elements in a way that a batch cannot follow";
            }
        }

        return null;
    }

    /// <summary>Whether the loop may end before its last element; null where its consumer, or a jump, decides.</summary>
    internal static bool? MayEndEarly(StatementSyntax loop)
    {
        var body = LoopSyntax.BodyOf(loop)!.DescendantNodesAndSelf(node => !IsFunction(node)).ToList();
        return body.Any(node => node is YieldStatementSyntax or GotoStatementSyntax) ? null : body.Any(node => node switch
        {
            ReturnStatementSyntax => true,
            BreakStatementSyntax => LoopSyntax.LeftBy(node) == loop,
            _ => false,
        });
    }

    private static SyntaxNode? Function(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    // What a foreach goes over is evaluated once: a read there belongs to the loop outside.
    internal static StatementSyntax? LoopOf(SyntaxNode node)
    {
        for (; node.Parent is { } parent && !IsFunction(node); node = parent)
        {
            if (IsLoop(parent) && (parent as CommonForEachStatementSyntax)?.Expression != node)
                return (StatementSyntax)parent;
        }

        return null;
    }

    private static bool IsLoop(SyntaxNode node) => node is StatementSyntax statement && LoopSyntax.BodyOf(statement) is not null;

    internal static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax;
}
