using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Knowledge;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Queries;

/// <summary>Could the database evaluate what a lambda says of a row, and which of the row's columns does it look at?</summary>
internal sealed class Translation(ApiIndex apis)
{
    /// <summary>Operations of one predicate. What people write has a tenth of it.</summary>
    private const int MaxOperations = 200;

    /// <summary>The lambda that is given for a parameter, or null when it is a delegate whose code is not here.</summary>
    public static IAnonymousFunctionOperation? LambdaOf(IOperation argument) => Unwrap(argument) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
        IAnonymousFunctionOperation lambda => lambda,
        _ => null,
    };

    /// <summary>Whether a query provider can put the whole of it into SQL.</summary>
    public ApiTranslation Of(IAnonymousFunctionOperation lambda) => lambda.Symbol.Parameters.Length == 1 && ResultOf(lambda) is { } result ? Of(result, lambda) : ApiTranslation.No;

    /// <summary>The same of a condition in a loop over the rows.</summary>
    public ApiTranslation Of(IOperation condition, IForEachLoopOperation loop) => IsShort(condition) ? Of(condition, (IOperation)loop) : ApiTranslation.No;

    /// <summary>The properties of the row that the lambda reads, when it does nothing else with the row; empty when it does.</summary>
    public static ImmutableArray<IPropertySymbol> ColumnsOf(IAnonymousFunctionOperation lambda)
    {
        if (ResultOf(lambda) is not { } result || lambda.Symbol.Parameters.Length != 1)
            return [];

        var columns = ImmutableArray.CreateBuilder<IPropertySymbol>();
        foreach (var use in result.DescendantsAndSelf().OfType<IParameterReferenceOperation>().Where(p => SymbolEqualityComparer.Default.Equals(p.Parameter, lambda.Symbol.Parameters[0])))
        {
            if (use.Parent is not IPropertyReferenceOperation { Property: var property } || !IsStored(property))
                return [];

            if (!columns.Contains(property))
                columns.Add(property);
        }

        return columns.ToImmutable();
    }

    /// <summary>
    /// Whether a query can be asked for what a projection makes: <c>o.Account</c>, <c>new { o.Id, Lines = o.Lines.Count }</c>, <c>new OrderRow { Number = o.Number }</c>, but not what a constructor or a method of the
    /// program does with it.
    /// </summary>
    public bool IsOpen(IAnonymousFunctionOperation projection) => projection.Symbol.Parameters.Length == 1 && ResultOf(projection) is { } result && Unwrap(result) switch
    {
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer.Initializers: var values } => values.All(v => v is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation, Value: var value } && IsAsWritten(value, projection)),
        IParameterReferenceOperation => true,
        var value => IsAsWritten(value, projection),
    };

    private bool IsAsWritten(IOperation value, IAnonymousFunctionOperation projection) => Of(value, projection) is ApiTranslation.AsWritten;

    /// <summary>Whether a property holds a value of its own, which a column may keep; what it computes is in no database.</summary>
    public static bool IsStored(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, GetMethod: { } getter } && (property.SetMethod is not null || property.ContainingType.IsAnonymousType || property.ContainingType.IsRecord) &&
        !property.GetAttributes().Any(a => a.AttributeClass?.Name == "NotMappedAttribute") &&
        !getter.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null } or ArrowExpressionClauseSyntax);

    /// <summary>Whether a call is given such a predicate.</summary>
    public static bool IsByKey(IInvocationOperation call) => call.Arguments.Any(a => LambdaOf(a.Value) is { } test && IsByKey(test));

    /// <summary>Whether a predicate is, or demands beside others, that the row's key has one value. By convention: Id, or the type's name and Id.</summary>
    public static bool IsByKey(IAnonymousFunctionOperation predicate)
    {
        var pending = new Stack<IOperation>();
        if (ResultOf(predicate) is { } result)
            pending.Push(result);

        while (pending.Count > 0)
        {
            if (Unwrap(pending.Pop()) is not IBinaryOperation test)
                continue;

            if (test.OperatorKind is BinaryOperatorKind.ConditionalAnd)
            {
                pending.Push(test.LeftOperand);
                pending.Push(test.RightOperand);
            }
            else if (test.OperatorKind is BinaryOperatorKind.Equals && (IsKey(test.LeftOperand) || IsKey(test.RightOperand)))
            {
                return true;
            }
        }

        return false;

        bool IsKey(IOperation operand) => Unwrap(operand) is IPropertyReferenceOperation { Property: var property, Instance: IParameterReferenceOperation row } &&
            predicate.Symbol.Parameters.Contains(row.Parameter, SymbolEqualityComparer.Default) && (property.Name == "Id" || property.Name == property.ContainingType.Name + "Id");
    }

    /// <summary>What a lambda of one expression returns; null where it is more than that.</summary>
    public static IOperation? ResultOf(IAnonymousFunctionOperation lambda) =>
        lambda.Body.Operations is { Length: 1 } statements && statements[0] is IReturnOperation { ReturnedValue: { } value } && !lambda.Symbol.IsAsync && IsShort(value) ? value : null;

    private static bool IsShort(IOperation predicate) => MemberBodies.Operations(predicate).Take(MaxOperations).Count() < MaxOperations;

    // The row is what the scope, a lambda or a loop, declares.
    private ApiTranslation Of(IOperation value, IOperation scope)
    {
        var translated = ApiTranslation.AsWritten;
        var pending = new Stack<IOperation>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            var current = pending.Pop();

            // What does not depend on the row is computed before, and given to the query as a parameter.
            if (!DependsOnRow(current, scope))
            {
                if (current.DescendantsAndSelf().Any(o => o is IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation))
                    return ApiTranslation.No;

                continue;
            }

            if (current is IInvocationOperation tested && TestsMemory(tested, scope))
            {
                if (KeyTested(tested, scope) is not { } key)
                    return ApiTranslation.No;

                translated = ApiTranslation.InOtherWords;
                pending.Push(key);
                continue;
            }

            var isKnown = current switch
            {
                IParameterReferenceOperation or ILocalReferenceOperation or ICoalesceOperation or IConditionalOperation or IArgumentOperation or IConditionalAccessOperation or
                    IConditionalAccessInstanceOperation or IConstantPatternOperation or INegatedPatternOperation or IIsPatternOperation or IRelationalPatternOperation => true,
                // ((Card)order.Payment).Number: as what it is kept, the database knows no classes.
                IConversionOperation { OperatorMethod: null, Conversion: { IsReference: true, IsImplicit: false } } => false,
                IConversionOperation { OperatorMethod: var conversion } => conversion is null || Dispatch.IsOfFramework(conversion.ContainingType),
                IUnaryOperation { OperatorMethod: var @operator } => @operator is null || Dispatch.IsOfFramework(@operator.ContainingType),
                IBinaryOperation { OperatorMethod: var @operator } => @operator is null || Dispatch.IsOfFramework(@operator.ContainingType),
                IPropertyReferenceOperation { Property: var property } => apis.Find(property) is { Translation: not ApiTranslation.No } || (IsStored(property) && !Dispatch.IsOfFramework(property.ContainingType)),
                IInvocationOperation call => apis.Find(call.TargetMethod, call.Instance?.Type) is { Translation: not ApiTranslation.No } && (!TakesOption(call.TargetMethod) || IsText(call)),
                IObjectCreationOperation { Initializer: null, Constructor: { } constructor } => apis.Find(constructor) is { Translation: not ApiTranslation.No },
                IDelegateCreationOperation or IAnonymousFunctionOperation => true,
                IBlockOperation { Operations.Length: 1 } or IReturnOperation => true,
                IAnonymousObjectCreationOperation => true,
                ISimpleAssignmentOperation => current.Parent is IAnonymousObjectCreationOperation,
                IInstanceReferenceOperation => true,
                _ => false,
            };
            if (!isKnown)
                return ApiTranslation.No;

            if (current is IInvocationOperation { TargetMethod: var compared } && (TakesOption(compared) || apis.Find(compared)?.Translation is ApiTranslation.InOtherWords))
                translated = ApiTranslation.InOtherWords;

            // new DateTime(o.PlacedAt.Year, o.PlacedAt.Month, 1): a query groups by the parts.
            if (current is IObjectCreationOperation { Constructor: { } made } && apis.Find(made)?.Translation is ApiTranslation.InOtherWords)
                translated = ApiTranslation.InOtherWords;

            foreach (var child in current.ChildOperations)
                pending.Push(child);
        }

        return translated;
    }

    // name.Contains(text, StringComparison.OrdinalIgnoreCase)
    private static bool IsText(IInvocationOperation call) => call.TargetMethod.ContainingType.SpecialType is SpecialType.System_String;

    // A comparison, a culture: databases have their own.
    private static bool TakesOption(IMethodSymbol method) => method.Parameters.Any(p =>
        p.Type.TypeKind is TypeKind.Enum || p.Type.Name is "CultureInfo" or "IFormatProvider" or "IEqualityComparer" or "IComparer" or "StringComparer");

    // changed.Any(c => c.Id == row.Id): the database has no such objects.
    private static bool TestsMemory(IInvocationOperation call, IOperation scope) =>
        call.Arguments.Any(a => LambdaOf(a.Value) is not null) && ReceiverOf(call) is { } receiver && !DependsOnRow(receiver, scope);

    // The same: changed.Select(c => c.Id).Contains(row.Id), and for All(c => c.Id != row.Id) the opposite. What of the row it asks for.
    private static IOperation? KeyTested(IInvocationOperation call, IOperation scope)
    {
        if (call.Arguments.Select(a => LambdaOf(a.Value)).OfType<IAnonymousFunctionOperation>().FirstOrDefault() is not { Symbol.Parameters: { Length: 1 } given } test ||
            ResultOf(test) is not { } result || Unwrap(result) is not IBinaryOperation comparison ||
            comparison.OperatorKind != (call.TargetMethod.Name == nameof(Enumerable.All) ? BinaryOperatorKind.NotEquals : BinaryOperatorKind.Equals))
        {
            return null;
        }

        return IsOfElement(comparison.LeftOperand) && !UsesElement(comparison.RightOperand) && DependsOnRow(comparison.RightOperand, scope) ? comparison.RightOperand
            : IsOfElement(comparison.RightOperand) && !UsesElement(comparison.LeftOperand) && DependsOnRow(comparison.LeftOperand, scope) ? comparison.LeftOperand
            : null;

        bool IsOfElement(IOperation side) => Unwrap(side) is IPropertyReferenceOperation { Instance: { } element } && IsElement(Unwrap(element));
        bool UsesElement(IOperation side) => side.DescendantsAndSelf().Any(IsElement);
        bool IsElement(IOperation operation) => operation is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter, given[0]);
    }

    private static bool DependsOnRow(IOperation operation, IOperation scope) => operation.DescendantsAndSelf().Any(o =>
        (o is IParameterReferenceOperation { Parameter: var parameter } && scope.Declares(parameter)) || (o is ILocalReferenceOperation { Local: var local } && scope.Declares(local)) || o is IConditionalAccessInstanceOperation or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver });
}
