using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>The operation that is meant, below what the language puts around it.</summary>
internal static class OperationShape
{
    /// <summary>Without conversions and <c>await</c>. Parentheses need no care: they have no operation in C#.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IAwaitOperation awaited:
                    operation = awaited.Operation;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The conversions around an operation, from the outside: what is done with that is done with the operation.</summary>
    public static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is IConversionOperation)
            operation = operation.Parent;

        return operation;
    }

    /// <summary>Whether a statement throws, whatever happens.</summary>
    public static bool IsThrow(IOperation statement) => statement is IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation;

    /// <summary>
    /// The task that is meant, without conversions and what only says how to wait for it: <c>ConfigureAwait(false)</c>, <c>AsTask()</c>, <c>WaitAsync(token)</c>, <c>GetAwaiter()</c>, an extension that is
    /// given nothing else. What is given a delegate, as <c>ContinueWith</c>, is another task, and so is the one that a task of a task holds.
    /// </summary>
    public static IOperation TaskOf(IOperation awaitable)
    {
        while (true)
        {
            switch (awaitable)
            {
                case IConversionOperation conversion:
                    awaitable = conversion.Operand;
                    break;
                case IInvocationOperation { Instance: { } instance } call when ValuePath.IsAwaitable(instance.Type) && ValuePath.IsAwaitable(call.Type) && !call.Arguments.Any(a => a.Value.Type?.TypeKind is TypeKind.Delegate):
                    awaitable = instance;
                    break;
                case IInvocationOperation { TargetMethod.IsExtensionMethod: true, Instance: null, Arguments: { Length: 1 } given } call
                    when ValuePath.IsAwaitable(given[0].Value.Type) && ValuePath.IsAwaitable(call.Type) && !HoldsTask(given[0].Value.Type):
                    awaitable = given[0].Value;
                    break;
                default:
                    return awaitable;
            }
        }
    }

    private static bool HoldsTask(ITypeSymbol? type) => TaskTypes.HasResult(type) && ValuePath.IsAwaitable(TaskTypes.ResultOf(type));

    /// <summary>The method that a call must mean which does not bind, as one that is given what is not known; null where there is none.</summary>
    public static IMethodSymbol? MeantBy(IOperation unbound, CancellationToken cancellationToken) =>
        unbound.SemanticModel?.GetSymbolInfo(unbound.Syntax, cancellationToken).CandidateSymbols.OfType<IMethodSymbol>().FirstOrDefault();

    /// <summary>What a call works on: its receiver, or its first argument when it is static.</summary>
    public static IOperation? ReceiverOf(IInvocationOperation call) => call.Instance ?? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value;

    /// <summary><c>order?.Lines</c>: what stands before the question mark.</summary>
    public static IOperation? ReceiverOf(IConditionalAccessInstanceOperation instance)
    {
        IOperation child = instance;
        for (var parent = instance.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
                return access.Operation;
        }

        return null;
    }

    /// <summary>What a condition finds missing: <c>x == null</c>, <c>null == x</c>, <c>x is null</c>; null when it tells something else.</summary>
    public static IOperation? NullTested(IOperation condition) => Unwrap(condition) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test when IsNull(test.RightOperand) => Unwrap(test.LeftOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test when IsNull(test.LeftOperand) => Unwrap(test.RightOperand),
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var constant }, Value: var value } when IsNull(constant) => Unwrap(value),
        _ => null,
    };

    /// <summary>Whether it is <c>null</c> in the code.</summary>
    public static bool IsNull(IOperation value) => Unwrap(value).ConstantValue is { HasValue: true, Value: null };

    /// <summary>What is around an operation, from the inside.</summary>
    public static IEnumerable<IOperation> Ancestors(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            yield return parent;
    }

    /// <summary>The lambda or local function that an operation stands in; null in the member itself.</summary>
    public static IOperation? FunctionAround(IOperation operation) => Ancestors(operation).FirstOrDefault(a => a is IAnonymousFunctionOperation or ILocalFunctionOperation);

    /// <summary>The argument that a lambda or method group is; null when it is kept, or called on the spot.</summary>
    public static IArgumentOperation? ArgumentOf(IOperation function)
    {
        while (function.Parent is IDelegateCreationOperation or IConversionOperation)
            function = function.Parent;

        return function.Parent as IArgumentOperation;
    }

    /// <summary>The function that <see cref="FunctionAround"/> finds.</summary>
    public static IMethodSymbol? FunctionSymbolAround(IOperation operation) => FunctionAround(operation) switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => null,
    };

    /// <summary>Whether a parameter belongs to the function that uses it, and not to one around that.</summary>
    public static bool IsOfOwnFunction(IParameterReferenceOperation reference) => SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol, FunctionSymbolAround(reference) ??
        (reference.Parameter.ContainingSymbol.IsInner() ? null : reference.Parameter.ContainingSymbol));

    /// <summary>The choice of which one operation stands on one branch and the other on another, so that one run of it never runs both; null where there is none.</summary>
    public static IOperation? BranchApart(IOperation x, IOperation y)
    {
        var ways = new Dictionary<IOperation, IOperation>();
        for (var child = x; child.Parent is { } parent; child = parent)
            ways[parent] = child;

        for (var child = y; child.Parent is { } parent; child = parent)
        {
            if (!ways.TryGetValue(parent, out var other))
                continue;

            var isChoice = other != child && parent switch
            {
                IConditionalOperation choice => other != choice.Condition && child != choice.Condition,
                ISwitchOperation choice => other != choice.Value && child != choice.Value,
                ISwitchExpressionOperation choice => other != choice.Value && child != choice.Value,
                _ => false,
            };
            return isChoice ? parent : null;
        }

        return null;
    }

    /// <summary>The whole body that an operation stands in.</summary>
    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;

        return operation;
    }

    /// <summary>Whether a function uses the first thing that it is given, and in one way only.</summary>
    public static bool IsOfEach(IAnonymousFunctionOperation function, Func<IParameterReferenceOperation, bool> isSo)
    {
        var uses = function.Symbol.Parameters.IsEmpty ? [] : function.Body.Descendants().OfType<IParameterReferenceOperation>()
            .Where(p => SymbolEqualityComparer.Default.Equals(p.Parameter, function.Symbol.Parameters[0])).ToList();
        return uses.Count > 0 && uses.TrueForAll(u => isSo(u));
    }

    /// <summary>The variable or parameter that an operation reads; null when it does something else.</summary>
    public static ISymbol? VariableOf(IOperation operation) => (operation as ILocalReferenceOperation)?.Local ?? (ISymbol?)(operation as IParameterReferenceOperation)?.Parameter;

    /// <summary>The operator or conversion of a type that an operation runs; null where the language computes by itself.</summary>
    public static IMethodSymbol? OperatorOf(IOperation operation) => operation switch
    {
        IConversionOperation conversion => conversion.OperatorMethod,
        IBinaryOperation binary => binary.OperatorMethod,
        IUnaryOperation unary => unary.OperatorMethod,
        ICompoundAssignmentOperation compound => compound.OperatorMethod,
        IIncrementOrDecrementOperation step => step.OperatorMethod,
        _ => null,
    };

    /// <summary>The variable, parameter, field or property that an operation names; null when it does something else.</summary>
    public static ISymbol? StorageOf(IOperation operation) =>
        VariableOf(operation) ?? (operation is IFieldReferenceOperation or IPropertyReferenceOperation ? ((IMemberReferenceOperation)operation).Member : null);

    /// <summary>The type of a variable, parameter, field or property; null of anything else.</summary>
    public static ITypeSymbol? TypeOf(ISymbol? storage) => storage switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    /// <summary>The statements of a loop, which may be one without braces.</summary>
    public static ImmutableArray<IOperation> StatementsOf(ILoopOperation loop) => loop.Body is IBlockOperation { Operations: var statements } ? statements : [loop.Body];

    /// <summary>Whether no two objects have the same of a property, by what it is called: <c>Id</c>, <c>Order.OrderId</c>.</summary>
    public static bool IsIdentity(IPropertySymbol property) => property.Name is "Id" or "ID" or "Guid" or "Uid" || property.Name == property.ContainingType.Name + "Id";

    /// <summary>Whether a variable or parameter is declared within an operation.</summary>
    public static bool Declares(this IOperation operation, ISymbol symbol) => symbol.DeclaringSyntaxReferences
        .Any(r => r.SyntaxTree == operation.Syntax.SyntaxTree && operation.Syntax.Span.Contains(r.Span));

    /// <summary>Whether an operation stands in a lambda that became an expression tree, at any depth and in delegates of its own: it is data for whoever translates it.</summary>
    public static bool IsInTree(IOperation operation) => TreeAround(operation, _ => true);

    /// <summary>Whether a value is the parameter of an expression tree or a part of it, as <c>o.State</c> in <c>o => o.State == state</c>: a column, whatever the objects in memory say.</summary>
    public static bool IsOfRow(IOperation value)
    {
        var source = value;
        while (source is IPropertyReferenceOperation { Instance: { } owner })
            source = Unwrap(owner);

        return source is IParameterReferenceOperation { Parameter: var row } && TreeAround(value, tree => tree.Declares(row));
    }

    private static bool TreeAround(IOperation operation, Func<IAnonymousFunctionOperation, bool> isMeant)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation { Parent: IConversionOperation } tree && isMeant(tree))
                return true;
        }

        return false;
    }
}
