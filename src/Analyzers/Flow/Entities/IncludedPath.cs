using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Entities;

/// <summary>Which navigations does a call name that are to be loaded with the entities of a query?</summary>
internal static class IncludedPath
{
    /// <summary>The path from the query's entities on, like <c>Lines.Product</c>; null when it cannot be told.</summary>
    public static string? Of(IInvocationOperation call, ApiLoads loads, EntityOrigin query)
    {
        // The receiver of an extension method is an argument, too.
        var path = call.Arguments.Skip(call.Instance is null ? 1 : 0).Select(a => NamedBy(a.Value)).FirstOrDefault(p => p is not null);
        return loads is ApiLoads.Navigation || path is null ? path : query.Loaded.IsEmpty ? null : query.Loaded[query.Loaded.Length - 1].Path + "." + path;
    }

    /// <summary>The path that a lambda or a text names; null when it names none.</summary>
    public static string? NamedBy(IOperation argument)
    {
        if (argument.ConstantValue is { HasValue: true, Value: string { Length: > 0 } text })
            return text;

        var value = OperationShape.Unwrap(argument);
        if (value is IDelegateCreationOperation { Target: var target })
            value = target;

        return value is IAnonymousFunctionOperation { Body.Operations: { Length: 1 } operations } && operations[0] is IReturnOperation { ReturnedValue: { } body } ? PathOf(body) : null;
    }

    // o.Lines.Where(l => l.Quantity > 0): what is filtered is loaded, in part and on purpose.
    private static string? PathOf(IOperation body)
    {
        var path = "";
        for (var current = OperationShape.Unwrap(body); ; current = OperationShape.Unwrap(current))
        {
            switch (current)
            {
                case IParameterReferenceOperation:
                    return path.Length == 0 ? null : path;
                case IPropertyReferenceOperation { Instance: { } instance, Property.Name: var name }:
                    path = path.Length == 0 ? name : name + "." + path;
                    current = instance;
                    break;
                case IInvocationOperation call when OperationShape.ReceiverOf(call) is { } receiver:
                    // o.Lines.Select(l => l.Product), as EF6 has it.
                    if (call.Type is { } && call.Arguments.Skip(1).Select(a => NamedBy(a.Value)).FirstOrDefault(p => p is not null) is { } nested && call.TargetMethod.Name == "Select")
                        path = path.Length == 0 ? nested : nested + "." + path;

                    current = receiver;
                    break;
                default:
                    return null;
            }
        }
    }
}
