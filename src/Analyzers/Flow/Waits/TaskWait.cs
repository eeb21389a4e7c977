using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Flow.Bodies;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Flow.Waits;

/// <summary>A thread that waits for a task.</summary>
/// <param name="Operation">The call or property that waits.</param>
/// <param name="Fact">What is known about it.</param>
/// <param name="Task">What is waited for, without what dresses it up; null for a call that is given its tasks.</param>
internal sealed record TaskWait(IOperation Operation, ApiFact Fact, IOperation? Task)
{
    // By name, where nothing binds.
    private static readonly ApiFact s_unbound = new("", "", ApiEffect.Wait, "", ApiCalls.Unstated, null, null);

    /// <summary>Whether only the names say so, in code that does not compile yet or whose libraries are missing.</summary>
    public bool IsByName => Fact == s_unbound;

    /// <summary>The wait that an operation is, or null. One that only looks, for no time at all, waits for nothing.</summary>
    public static TaskWait? Of(IOperation? operation, ApiIndex apis) => operation switch
    {
        { Parent: INameOfOperation } => null,
        IPropertyReferenceOperation { Instance: { } instance } property when apis.Find(property.Property) is { Effect: ApiEffect.Wait } fact => new(property, fact, OperationShape.TaskOf(instance)),
        IInvocationOperation call when apis.Find(call.TargetMethod) is { Effect: ApiEffect.Wait } fact && !IsLook(call) => new(call, fact, call.Instance is { } instance ? OperationShape.TaskOf(instance) : null),
        IInvalidOperation { Syntax: ExpressionSyntax syntax } unbound when UnboundTask(syntax) is { } made => new(unbound, s_unbound, unbound.Descendants().FirstOrDefault(o => o.Syntax == made) ?? unbound),
        _ => null,
    };

    // client.LoadAsync(id).GetAwaiter().GetResult(), client.LoadAsync(id).Result and client.SaveAsync().Wait() can mean nothing else, whatever the client is.
    private static InvocationExpressionSyntax? UnboundTask(ExpressionSyntax syntax) => syntax switch
    {
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetResult",
                Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: InvocationExpressionSyntax made } },
            },
        } => made,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: InvocationExpressionSyntax made } } => OrNone(made),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Parent: not InvocationExpressionSyntax, Expression: InvocationExpressionSyntax made } => OrNone(made),
        _ => null,
    };

    private static InvocationExpressionSyntax? OrNone(InvocationExpressionSyntax made) =>
        NameInCode.In(made.Expression)?.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal) == true ? made : null;

    /// <summary>Whether what is waited for comes from the caller: a task, or what a delegate returns, on whatever thread it runs.</summary>
    public bool IsForCaller => Task?.DescendantsAndSelf().Any(o => o is IParameterReferenceOperation
    {
        Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction }, Type: var type },
    } && (type.TypeKind is TypeKind.Delegate || ValuePath.IsAwaitable(type))) == true;

    /// <summary>The member that makes the task, when it can be seen.</summary>
    public IMethodSymbol? Source => Task switch
    {
        IInvocationOperation call => call.TargetMethod,
        ILocalReferenceOperation local when LocalDefinitions.Single(local) is { } definition && OperationShape.TaskOf(definition) is IInvocationOperation call => call.TargetMethod,
        _ => null,
    };

    // Wait(0), Wait(TimeSpan.Zero)
    private static bool IsLook(IInvocationOperation call) => call.Arguments.Any(a => OperationShape.Unwrap(a.Value) is
        ILiteralOperation { ConstantValue.Value: 0 } or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } });
}
