using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PerfAnalyzers.Flow.Bodies;

/// <summary>The operations of a member's body, wherever in the compilation or its project references it is written.</summary>
internal sealed class MemberBodies(Compilation compilation)
{
    // Each rule is shown the same blocks, one after the other.
    private readonly ConcurrentDictionary<(SyntaxNode Shown, ISymbol Owner), ImmutableArray<IOperation>> _blocks = new();

    // One model per tree for the whole session: binding is what costs, and a model remembers what it has bound.
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel?> _models = new();

    /// <summary>The compilation the questions are asked in.</summary>
    public Compilation Compilation { get; } = compilation;

    /// <summary>The bodies, initial values and attributes of a member that the compiler shows, as operations: what it calls operation blocks.</summary>
    public ImmutableArray<IOperation> BlocksOf(CodeBlockAnalysisContext shown)
    {
        var key = (shown.CodeBlock, shown.OwningSymbol);
        if (_blocks.TryGetValue(key, out var known))
            return known;

        // One model for who is shown a body and for who comes to it from another member, so that neither binds again what the other has.
        var model = _models.GetOrAdd(shown.SemanticModel.SyntaxTree, shown.SemanticModel) ?? shown.SemanticModel;
        return _blocks.GetOrAdd(key, [.. BlocksIn(shown.CodeBlock, shown.OwningSymbol).Select(n => model.GetOperation(n, shown.CancellationToken)).OfType<IOperation>()]);
    }

    // Statements of a file are shown as the file, as its attributes are; a primary constructor as the type; and a field as all that are declared with it.
    private static IEnumerable<SyntaxNode> BlocksIn(SyntaxNode shown, ISymbol owner)
    {
        return owner is IMethodSymbol && shown is CompilationUnitSyntax ? [shown] : shown.DescendantNodesAndSelf(n => IsOwn(n) && !IsBlock(n)).Where(n => IsOwn(n) && IsBlock(n));

        bool IsOwn(SyntaxNode node) => node == shown || node switch
        {
            AccessorDeclarationSyntax or MemberDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } => false,
            BaseListSyntax or ParameterListSyntax when node.Parent == shown && shown is TypeDeclarationSyntax => owner is IMethodSymbol,
            AttributeListSyntax when node.Parent == shown && shown is TypeDeclarationSyntax => owner is not IMethodSymbol,
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText == owner.Name,
            _ => true,
        };
    }

    private static bool IsBlock(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or AttributeSyntax;

    /// <summary>
    /// The body of a method, accessor, constructor, operator, local function or lambda; null when it has none in sight.
    /// The operation's parents lead out to the member that contains it.
    /// </summary>
    public IOperation? Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var definition = method.PartialImplementationPart ?? method.OriginalDefinition;
        foreach (var reference in definition.DeclaringSyntaxReferences)
        {
            var model = _models.GetOrAdd(reference.SyntaxTree, ModelOf);
            if (model?.GetOperation(reference.GetSyntax(cancellationToken), cancellationToken) is { } operation)
                return operation;
        }

        return null;
    }

    /// <summary>Binds the bodies of members that will be asked for. Who then asks for one finds it, in whatever order he asks, so that nothing depends on which was bound first.</summary>
    public void Bind(IEnumerable<SyntaxNode> declarations, CancellationToken cancellationToken) =>
        Processors.Select(Compilation, declarations, d => DeclaredBy(d, cancellationToken).Count(m => Of(m, cancellationToken) is not null), cancellationToken);

    /// <summary>Whether a getter may do more than return a field: false for <c>{ get; set; }</c>.</summary>
    public static bool MayHaveBody(IMethodSymbol getter) => getter.IsAbstract || getter.IsVirtual || getter.IsOverride ||
        !getter.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null });

    /// <summary>What else runs when a constructor runs: the initialisers of fields and properties, and the base call of a primary constructor.</summary>
    public IEnumerable<IOperation> InitialisersOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method is not { MethodKind: MethodKind.Constructor, IsStatic: false })
            yield break;

        foreach (var type in method.ContainingType.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>())
        {
            var isPrimary = type.ParameterList is not null && method.DeclaringSyntaxReferences.Any(r => r.Span == type.Span && r.SyntaxTree == type.SyntaxTree);
            if (isPrimary && type.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>().FirstOrDefault() is { } call && OperationOf(call, cancellationToken) is { } baseCall)
                yield return baseCall;

            foreach (var value in type.Members.Where(m => !m.Modifiers.Any(SyntaxKind.StaticKeyword) && !m.Modifiers.Any(SyntaxKind.ConstKeyword)).SelectMany(InitialValues))
            {
                if (OperationOf(value, cancellationToken) is { } operation)
                    yield return operation;
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> InitialValues(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Initializer?.Value).OfType<ExpressionSyntax>().Where(CanLeadSomewhere),
        PropertyDeclarationSyntax { Initializer.Value: var value } when CanLeadSomewhere(value) => [value],
        _ => [],
    };

    // Most initial values are literals and empty collections; they are not worth binding.
    private static bool CanLeadSomewhere(ExpressionSyntax value) => value
        is not (LiteralExpressionSyntax or CollectionExpressionSyntax { Elements.Count: 0 } or ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Initializer: null } or IdentifierNameSyntax);

    /// <summary>The operation of an expression, wherever it is written; null when it has none.</summary>
    public IOperation? OperationOf(SyntaxNode syntax, CancellationToken cancellationToken) =>
        _models.GetOrAdd(syntax.SyntaxTree, ModelOf)?.GetOperation(syntax, cancellationToken);

    /// <summary>The function that an operation runs in: a lambda, a local function, a method, an accessor, a constructor; null in an initial value.</summary>
    public IMethodSymbol? FunctionOf(IOperation operation, CancellationToken cancellationToken) =>
        _models.GetOrAdd(operation.Syntax.SyntaxTree, ModelOf)?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken) as IMethodSymbol;

    /// <summary>The member that an operation is written in: <see cref="FunctionOf"/> without lambdas and local functions; the field of an initial value.</summary>
    public ISymbol? MemberOf(IOperation operation, CancellationToken cancellationToken)
    {
        var symbol = _models.GetOrAdd(operation.Syntax.SyntaxTree, ModelOf)?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken);
        while (symbol is not null && (symbol.IsInner() || symbol is IParameterSymbol or ILocalSymbol))
            symbol = symbol.ContainingSymbol;

        return symbol;
    }

    /// <summary>Whether other assemblies can see a member.</summary>
    public static bool IsVisible(ISymbol member)
    {
        for (var symbol = member; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }

    /// <summary>The methods and accessors of a declaration.</summary>
    public IEnumerable<IMethodSymbol> DeclaredBy(SyntaxNode declaration, CancellationToken cancellationToken) =>
        MethodsOf(_models.GetOrAdd(declaration.SyntaxTree, ModelOf)?.GetDeclaredSymbol(declaration, cancellationToken));

    /// <summary>The method itself, and the accessors of a property.</summary>
    public static IEnumerable<IMethodSymbol> MethodsOf(ISymbol? member) => member switch
    {
        IMethodSymbol method => [method],
        IPropertySymbol property => new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>(),
        _ => [],
    };

    /// <summary>The methods that run what a declaration contains: its own, and of what a type, a field or a property begins with the constructors.</summary>
    public IEnumerable<IMethodSymbol> RunningIn(SyntaxNode declaration, CancellationToken cancellationToken)
    {
        var methods = DeclaredBy(declaration, cancellationToken);
        return declaration is TypeDeclarationSyntax or VariableDeclaratorSyntax or FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null } &&
            declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type &&
            _models.GetOrAdd(type.SyntaxTree, ModelOf)?.GetDeclaredSymbol(type, cancellationToken) is INamedTypeSymbol { InstanceConstructors: var constructors }
                ? methods.Concat(constructors)
                : methods;
    }

    /// <summary>Whether a parameter that a body uses is one of the member that the body was asked for: of a project that the compilation sees anew, the two are other symbols of one declaration.</summary>
    public static bool IsSame(IParameterSymbol used, IParameterSymbol asked) => SymbolEqualityComparer.Default.Equals(used, asked) ||
        (used.Ordinal == asked.Ordinal && used.DeclaringSyntaxReferences.Any(r => asked.DeclaringSyntaxReferences.Any(a => a.SyntaxTree == r.SyntaxTree && a.Span == r.Span)));

    /// <summary>Whether a body is deeper or longer than people write.</summary>
    public static bool IsGiant(IOperation body) => BodyOperations.Of(body).IsGiant;

    /// <summary>
    /// The operations that run when <paramref name="body"/> runs: those in lambdas and local functions run when these are called.
    /// Iterative, because generated code nests deeper than a stack.
    /// </summary>
    public static IEnumerable<IOperation> Operations(IOperation body)
    {
        var pending = new Stack<IOperation>();
        pending.Push(body);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            yield return current;

            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation && current != body)
                continue;

            foreach (var child in current.ChildOperations.Reverse())
                pending.Push(child);
        }
    }

    private SemanticModel? ModelOf(SyntaxTree tree)
    {
        var owner = Compilation.ContainsSyntaxTree(tree) ? Compilation : ReferencedOwner(tree);
#pragma warning disable RS1030 // Questions cross members and files; the analysis context has the model of one.
        return owner?.GetSemanticModel(tree);
#pragma warning restore RS1030
    }

    // In an editor, a project reference is a compilation and its bodies can be read; on the command line it is an image and has none.
    private Compilation? ReferencedOwner(SyntaxTree tree)
    {
        var seen = new HashSet<Compilation>();
        var pending = new Queue<Compilation>();
        pending.Enqueue(Compilation);
        while (pending.Count > 0)
        {
            foreach (var reference in pending.Dequeue().References.OfType<CompilationReference>())
            {
                if (reference.Compilation.ContainsSyntaxTree(tree))
                    return reference.Compilation;

                if (seen.Add(reference.Compilation))
                    pending.Enqueue(reference.Compilation);
            }
        }

        return null;
    }
}
