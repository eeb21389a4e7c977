using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>The operations of a body, lambdas and local functions included. A dozen rules go through each body of a program: it is walked once for all of them.</summary>
internal sealed class BodyOperations
{
    /// <summary>Levels of nesting in one body; what people write stays below a hundred or two.</summary>
    private const int MaxDepth = 1_000;

    /// <summary>Operations in one body: some five thousand statements. The longest methods that people write have a fifth of that.</summary>
    private const int MaxOperations = 50_000;

    // Weak by the body, which goes with the model that has bound it.
    private static readonly ConditionalWeakTable<IOperation, BodyOperations> s_bodies = new();

    private BodyOperations(IOperation body)
    {
        var all = ImmutableArray.CreateBuilder<IOperation>();
        var calls = ImmutableArray.CreateBuilder<IInvocationOperation>();
        var enumerations = ImmutableArray.CreateBuilder<IOperation>();
        var pending = new Stack<(IOperation Operation, int Depth)>();
        pending.Push((body, 0));
        while (pending.Count > 0)
        {
            var (current, depth) = pending.Pop();
            if (depth > MaxDepth || all.Count == MaxOperations)
            {
                IsGiant = true;
                return;
            }

            all.Add(current);
            switch (current.Kind)
            {
                case OperationKind.Await:
                    Awaits++;
                    break;
                case OperationKind.Invocation when current is IInvocationOperation { IsImplicit: false, Syntax: InvocationExpressionSyntax } call:
                    calls.Add(call);
                    break;
                case OperationKind.Loop or OperationKind.AnonymousFunction or OperationKind.MethodReference:
                    MayRepeat = true;
                    if (current is IForEachLoopOperation)
                        enumerations.Add(current);

                    break;
                case OperationKind.Argument when current is IArgumentOperation { Value.Type.TypeKind: TypeKind.Delegate }:
                    MayRepeat = true;
                    break;
                case OperationKind.Spread:
                case OperationKind.ObjectCreation when current is IObjectCreationOperation { Arguments.IsEmpty: false }:
                    enumerations.Add(current);
                    break;
            }

            foreach (var child in current.ChildOperations.Reverse())
                pending.Push((child, depth + 1));
        }

        All = all.ToImmutable();
        Calls = calls.ToImmutable();
        Enumerations = enumerations.ToImmutable();
    }

    /// <summary>
    /// Whether the body is deeper or longer than people write: a sum of ten thousand terms, a hundred thousand statements. Whatever follows
    /// receivers and parents, or looks at what stands before, would take time with the square of it, for code that a generator wrote and
    /// nobody mends by hand.
    /// </summary>
    public bool IsGiant { get; }

    /// <summary>The body itself and all below it, in the order of the code; none of a giant.</summary>
    public ImmutableArray<IOperation> All { get; } = [];

    /// <summary>Of these the calls that are written in the code as calls.</summary>
    public ImmutableArray<IInvocationOperation> Calls { get; } = [];

    /// <summary>And what may go through a sequence without a call: <c>foreach</c>, <c>[.. orders]</c>, <c>new List&lt;Order&gt;(orders)</c>.</summary>
    public ImmutableArray<IOperation> Enumerations { get; } = [];

    /// <summary>Whether anything in the body runs more often than the body: a loop, or a function that others are given. A giant is not asked.</summary>
    public bool MayRepeat { get; }

    /// <summary>How many of them wait for a task.</summary>
    public int Awaits { get; }

    /// <summary>The operations of a body.</summary>
    public static BodyOperations Of(IOperation body) => s_bodies.GetValue(body, static b => new(b));
}
