using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static PerfAnalyzers.Flow.Bodies.OperationShape;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>What goes into a call from outside the body in which it stands?</summary>
internal static class Inputs
{
    /// <summary>Operators and locals followed for one answer.</summary>
    private const int MaxSteps = 40;

    /// <summary>Whether what is called belongs to the body's own object or to nobody.</summary>
    public static bool IsOnOwn(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.IsExtensionMethod: true } call => call.Instance is null && IsOwn(ReceiverOf(call)),
        IInvocationOperation call => IsOwn(call.Instance),
        IPropertyReferenceOperation property => IsOwn(property.Instance),
        IForEachLoopOperation loop => IsOwn(loop.Collection),
        IObjectCreationOperation => true,
        _ => false,
    };

    /// <summary>Whether nothing goes into the call but constants and what says when to give up.</summary>
    public static bool TakesNothing(IOperation operation) => operation switch
    {
        // What a function that stands in another one takes, it takes from there.
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, IsStatic: false } or { MethodKind: MethodKind.DelegateInvoke } } => false,
        IInvocationOperation call => call.Arguments.Skip(call.TargetMethod.IsExtensionMethod ? 1 : 0).All(a => IsNothing(a.Value)),
        IPropertyReferenceOperation or IForEachLoopOperation => true,
        IObjectCreationOperation creation => creation.Arguments.All(a => IsNothing(a.Value)),
        _ => false,
    };

    /// <summary>Whether something goes into the operation that differs from call to call, so that what it fetches is one of many: a key.</summary>
    public static bool TakesKey(IOperation operation) => TakesKey(operation, static _ => true);

    /// <summary>The same, where <paramref name="differs"/> tells which locals do.</summary>
    public static bool TakesKey(IOperation operation, Func<ILocalReferenceOperation, bool> differs) => operation.DescendantsAndSelf().Any(o => o switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => !IsMeans(parameter.Type) && !operation.Declares(parameter),
        ILocalReferenceOperation { Local: var local } reference => !IsMeans(local.Type) && !operation.Declares(local) && differs(reference),
        _ => false,
    });

    // How to ask, not what for: a context, a connection, a query under construction, a token, a delegate.
    private static bool IsMeans(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Delegate || type.Name is "CancellationToken" or "IQueryable" or "ICacheEntry" ||
        type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable" or "IQueryable");

    /// <summary>The ordinal of the parameter that a sequence is made from, through operators, locals and the elements of other loops; -1 when from another source.</summary>
    public static int ParameterBehind(IOperation? source)
    {
        for (var steps = 0; source is not null && steps < MaxSteps; steps++)
        {
            switch (Unwrap(source))
            {
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } } parameter }:
                    return parameter.Ordinal;
                case IInvocationOperation call:
                    source = ReceiverOf(call);
                    break;
                case ILocalReferenceOperation local:
                    source = LocalDefinitions.Single(local) ?? LoopOf(local)?.Collection;
                    break;
                default:
                    return -1;
            }
        }

        return -1;
    }

    private static IForEachLoopOperation? LoopOf(ILocalReferenceOperation local)
    {
        for (IOperation? current = local; current is not null; current = current.Parent)
        {
            if (current is IForEachLoopOperation loop && loop.Locals.Contains(local.Local))
                return loop;
        }

        return null;
    }

    private static bool IsNothing(IOperation value) =>
        value.ConstantValue.HasValue || Unwrap(value) is IDefaultValueOperation || value.Type is { Name: "CancellationToken" };

    // class Orders(ShopDb db): in its methods, db is what a field would be.
    internal static bool IsOfPrimaryConstructor(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } &&
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().Parent?.Parent is TypeDeclarationSyntax;

    // A local that is made from itself (node = node.Next) would be followed for ever.
    private static bool IsOwn(IOperation? value, int depth = 0) => value is null || (depth < MaxSteps && Unwrap(value) switch
    {
        IInstanceReferenceOperation => true,
        IParameterReferenceOperation { Parameter: var parameter } => IsOfPrimaryConstructor(parameter),
        IFieldReferenceOperation field => IsOwn(field.Instance, depth + 1),
        IPropertyReferenceOperation { Property.IsIndexer: false } property => IsOwn(property.Instance, depth + 1),
        IInvocationOperation call => TakesNothing(call) && IsOwn(ReceiverOf(call) ?? call.Instance, depth + 1),
        // A command is given what it asks for by statements of its own.
        ILocalReferenceOperation { Type: { } type } when type.AllInterfaces.Any(i => i.Name == "IDbCommand") => false,
        ILocalReferenceOperation local => LocalDefinitions.Single(local) is { } definition && IsOwn(definition, depth + 1),
        IObjectCreationOperation creation => TakesNothing(creation),
        _ => false,
    });
}
