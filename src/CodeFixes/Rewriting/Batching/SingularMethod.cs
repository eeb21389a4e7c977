using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.CodeFixes.Rewriting.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.CodeFixes.Rewriting.Batching;

/// <summary>One declaration of a method that is nothing but a keyed read on its parameter: in the interface, with a body that reads, or with one that hands its parameter on to such a method.</summary>
internal sealed record SingularMethod(IMethodSymbol Symbol, MethodDeclarationSyntax Syntax, int KeyOrdinal, Document Document, SemanticModel Model, Batch? Batch)
{
    /// <summary>What the body has around the read.</summary>
    private ReadingBody? Around { get; init; }

    /// <summary>What a body hands its parameter on to, where it does not read itself.</summary>
    public HandedOn? Through { get; private init; }

    /// <summary>What a body does with what it has read; null where it returns that.</summary>
    public GoingOn? More { get; private init; }

    private string KeysName => Names.Plural(Symbol.Parameters[KeyOrdinal].Name);

    /// <param name="method">The method.</param>
    /// <param name="key">Which of its parameters says what is read.</param>
    /// <param name="solution">Where it is declared.</param>
    /// <param name="isReviewed">Whether a person looks at what comes of it.</param>
    /// <param name="calls">How many more calls may lead to the read.</param>
    /// <param name="cancellationToken">To give up.</param>
    public static async Task<Planned<SingularMethod>> OfAsync(IMethodSymbol method, int key, Solution solution, bool isReviewed, int calls, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences is not [var reference]
            || await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } syntax
            || solution.GetDocument(syntax.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return new Refused($"'{method.Name}' is not declared where a plural can be added");
        }

        var symbol = model.GetDeclaredSymbol(syntax, cancellationToken)!;

        if (syntax.TypeParameterList is not null || symbol.ContainingType.IsGenericType || syntax.Modifiers.Any(SyntaxKind.PartialKeyword) || symbol.Parameters.Any(parameter => parameter.RefKind != RefKind.None || parameter.IsParams))
            return new Refused($"'{method.Name}' has a form that has no plural");

        if (symbol.ContainingType.TypeKind == TypeKind.Interface && syntax is { Body: null, ExpressionBody: null })
            return new SingularMethod(symbol, syntax, key, document, model, null);

        if (symbol.IsVirtual || symbol.IsAbstract || symbol.IsOverride)
            return new Refused($"'{method.Name}' may be another method in a derived class");

        var scope = ReadScope.OfMethod(model, syntax, symbol.Parameters[key]);

        var parameter = symbol.Parameters[key];
        var own = new SingularMethod(symbol, syntax, key, document, model, null);
        var does = new Planned<SingularMethod>(null, $"'{method.Name}' does more than read by its parameter");
        if (ReadingBody.Of(syntax, parameter.Name, isReviewed) is { } body && CallIn(body.Returned) is { } call)
            does = await (own with { Around = body }).ReadingAsync(call, body.Returned, scope, solution, isReviewed, calls, cancellationToken).ConfigureAwait(false);

        if (does.Value is not null || !isReviewed)
            return does;

        if (GoingOn.Of(syntax, parameter, scope) is { Value: var more, Refusal: var refusal } && more is null)
            return new Refused(refusal!);

        return await (own with { More = more }).ReadingAsync(more!.Call, more.Whole, scope, solution, isReviewed, calls, cancellationToken).ConfigureAwait(false);
    }

    // The method with what its read is: one that it makes, or one that it hands its key on to.
    private async Task<Planned<SingularMethod>> ReadingAsync(InvocationExpressionSyntax call, ExpressionSyntax whole, ReadScope scope, Solution solution, bool isReviewed, int calls, CancellationToken cancellationToken)
    {
        var parameter = Symbol.Parameters[KeyOrdinal];
        if (scope.IsAssigned(parameter))
            return new Refused($"'{Symbol.Name}' does more than read by its parameter");

        if (HandedOn.Called(call, whole, Model) is { } handed)
        {
            return await HandedOn.OfAsync(call, handed, parameter, scope, solution, isReviewed, calls, cancellationToken).ConfigureAwait(false) is { Value: var through, Refusal: var noPlural } && through is null
                ? new Refused(noPlural!)
                : this with { Batch = through!.Plural.Batch, Through = through };
        }

        if (new KeyedReadReader(scope, call, isReviewed).Read() is { Value: var read, Refusal: var refusal } && read is null)
            return new Refused($"'{Symbol.Name}' does more than read by its parameter: {refusal}");

        if (read!.Whole != whole || read.Key is not IdentifierNameSyntax || read.Second is not null || (More is not null && read.Kind == ReadKind.Find))
            return new Refused($"'{Symbol.Name}' does more than read by its parameter");

        if (await Batch.OfAsync(read, Model, Document, isReviewed, cancellationToken).ConfigureAwait(false) is { Value: var batch, Refusal: var noBatch } && batch is null)
            return new Refused(noBatch!);

        return batch!.Read.Kind == ReadKind.Find && Nullability.IsNullableValue(batch.KeyType)
            ? new Refused("a key that may be null has no place in a dictionary")
            : this with { Batch = batch };
    }

    public bool HasMember(string name) => !Symbol.ContainingType.GetMembers(name).IsEmpty;

    /// <summary>Whether the type has the very plural that <see cref="PluralAsync"/> would declare.</summary>
    public bool Declares(string name, Batch batch, bool goesOn) => Symbol.ContainingType.GetMembers(name) is [IMethodSymbol plural]
        && TextOf(plural.ReturnType) == ReturnType(batch, goesOn)
        && plural.Parameters.Length == Symbol.Parameters.Length
        && TextOf(plural.Parameters[KeyOrdinal].Type) == KeysType(batch, goesOn);

    /// <summary>The plural's declaration, next to the singular, and the usings that it needs.</summary>
    public async Task<IReadOnlyList<TextChange>> PluralAsync(string name, Batch batch, bool goesOn, CancellationToken cancellationToken)
    {
        var text = await Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, Syntax);
        var lines = new List<string>();

        if (Syntax.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)))
            lines.Add($"/// <summary>What <c>{Symbol.Name}</c> gives, for many keys in one query.</summary>");

        var signature = $"{Modifiers()}{ReturnType(batch, goesOn)} {name}({Parameters(batch, goesOn)})";

        if (Batch is null)
        {
            lines.Add(signature + ";");
        }
        else
        {
            lines.AddRange([signature, "{"]);
            lines.AddRange(Body(Batch, layout));
            lines.Add("}");
        }

        var end = text.Lines.GetLineFromPosition(Syntax.Span.End);
        var rest = text.ToString(TextSpan.FromBounds(Syntax.Span.End, end.End)).Trim();
        var at = rest.Length == 0 || rest.StartsWith("//", StringComparison.Ordinal) ? end.End : Syntax.Span.End;
        var declaration = layout.NewLine + string.Concat(lines.Select(line => layout.NewLine + (line.Length == 0 ? "" : layout.Indent + line)));
        return
        [
            .. UsingDirectives.Missing(Model, Syntax.SpanStart, text, layout.NewLine, [.. Reads ? [.. batch.Namespaces] : (string[])[], .. IsTask ? ["System.Threading.Tasks"] : (string[])[], "System.Collections.Generic", .. !Reads && !goesOn && (batch.IsDictionary || batch.IsSet) ? [] : (string[])["System.Linq"]]),
            new TextChange(new(at, 0), declaration),
        ];
    }

    // Whether the query is in this very body.
    private bool Reads => Batch is not null && Through is null;

    // The method may spell its own one out, or by an alias; the plural's is written by its name.
    private bool IsTask => TaskTypes.HasResult(Symbol.ReturnType);

    private IEnumerable<string> Body(Batch own, Layout layout)
    {
        if (More is { } more)
            return Indented(GoingOnStatements(own, more, layout), layout);

        if (Through is { } through)
            return Indented(Around!.With([$"return {through.With(Around.Returned, KeysName)};"], layout), layout);

        var names = new Names(Syntax, Model, Syntax.Identifier.SpanStart);
        names.Reserve(KeysName);
        var code = new BatchCode(own, names, layout, Model, Syntax.SpanStart);
        var statements = code.Statements(KeysName, layout.Indent + layout.Step).ToList();
        var last = statements[statements.Count - 1];

        if (own.Read.Kind == ReadKind.Find)
        {
            statements.AddRange(["", "// As Find does: what the context tracks comes before what the database has.", .. TrackedStatements(own, code, names, layout)]);
        }
        else
        {
            var start = $"var {code.Rows} = ";
            statements[statements.Count - 1] = "return " + last.Substring(start.Length);
        }

        return Indented(Around?.With(statements, layout) ?? statements, layout);
    }

    private IEnumerable<string> TrackedStatements(Batch own, BatchCode code, Names names, Layout layout)
    {
        var key = Symbol.Parameters[KeyOrdinal].Name;
        var entry = names.Take("entry");

        // The context minds the case: what it tracks under one key is not to be found under another.
        if (own.IgnoresCase)
        {
            var found = names.Take("found");
            return
            [
                $"var {found} = new {DictionaryType(own)}();",
                $"foreach (var {key} in {KeysName})",
                "{",
                $"{layout.Step}if (({own.LookUp(code.Rows, code.Tracked, key, names)}) is {{ }} {entry})",
                $"{layout.Step}{layout.Step}{found}[{key}] = {entry};",
                "}",
                "",
                $"return {found};",
            ];
        }

        return
        [
            $"foreach (var {key} in {KeysName})",
            "{",
            $"{layout.Step}if ({(own.IsOfHierarchy ? $"{own.EntityOf(code.Tracked, key)} is {own.EntityName} {entry}" : $"{code.Tracked}.FindEntry({key}) is {{ }} {entry}")})",
            $"{layout.Step}{layout.Step}{code.Rows}[{key}] = {entry}{(own.IsOfHierarchy ? "" : ".Entity")};",
            "}",
            "",
            $"return {code.Rows};",
        ];
    }

    private IEnumerable<string> GoingOnStatements(Batch own, GoingOn more, Layout layout)
    {
        var names = new Names(Syntax, Model, Syntax.Identifier.SpanStart);
        names.Reserve(KeysName);
        var key = Symbol.Parameters[KeyOrdinal];
        var (rows, read) = ReadAll(own, more, names, layout);
        var result = TextOf(TaskTypes.ResultOf(Symbol.ReturnType)!);
        return more.Statements(read, own.LookUpLoaded(rows, key.Name), (KeysName, key.Name, names.Take("found"), names.Take("One")), (TextOf(key.Type), result, Syntax.ReturnType.ToString()), layout);
    }

    private (string Rows, IReadOnlyList<string> Statements) ReadAll(Batch own, GoingOn more, Names names, Layout layout)
    {
        if (Through is { } through)
        {
            var rows = names.Take(BatchCode.RowsName(own, Symbol.Parameters[KeyOrdinal].Name));
            return (rows, [$"var {rows} = {through.With(more.Whole, KeysName)};"]);
        }

        var code = new BatchCode(own, names, layout, Model, Syntax.SpanStart);
        var statements = code.Statements(KeysName, layout.Indent + layout.Step).ToList();
        return (code.Rows, statements);
    }

    private string DictionaryType(Batch batch) => $"Dictionary<{TextOf(batch.KeyType)}, {TextOf(batch.Value)}>";

    private static IEnumerable<string> Indented(IEnumerable<string> statements, Layout layout) => statements.Select(statement => statement.Length == 0 ? statement : layout.Step + statement);

    private string Modifiers() => string.Concat(Syntax.Modifiers
        .Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))
        .Select(modifier => modifier.Text).Concat((Reads && More is null ? Batch!.Read.IsAsync : Batch is not null && Syntax.Modifiers.Any(SyntaxKind.AsyncKeyword)) ? ["async"] : []).Select(modifier => modifier + " "));

    private string Parameters(Batch batch, bool goesOn) => string.Join(", ", Syntax.ParameterList.Parameters.Select((parameter, index) =>
        index == KeyOrdinal ? $"{KeysType(batch, goesOn)} {KeysName}" : parameter.ToString()));

    private string TextOf(ITypeSymbol type) => Nullability.TextOf(type, Model, Syntax.SpanStart);

    private string KeysType(Batch batch, bool goesOn) => $"IReadOnlyCollection<{TextOf(goesOn ? Symbol.Parameters[KeyOrdinal].Type : batch.KeyType)}>";

    private string ReturnType(Batch batch, bool goesOn)
    {
        if (goesOn)
        {
            var results = $"ILookup<{TextOf(Symbol.Parameters[KeyOrdinal].Type)}, {TextOf(TaskTypes.ResultOf(Symbol.ReturnType)!)}>";
            return IsTask ? $"{Symbol.ReturnType.Name}<{results}>" : results;
        }

        var rows = batch.IsSet ? $"HashSet<{TextOf(batch.LookupKeyType)}>"
            : batch.IsDictionary ? DictionaryType(batch)
            : $"ILookup<{TextOf(batch.LookupKeyType)}, {TextOf(batch.Value)}>";
        return IsTask ? $"{Symbol.ReturnType.Name}<{rows}>" : rows;
    }

    private static InvocationExpressionSyntax? CallIn(ExpressionSyntax returned) => returned switch
    {
        AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait", Expression: InvocationExpressionSyntax call } } } => call,
        AwaitExpressionSyntax { Expression: InvocationExpressionSyntax call } => call,
        InvocationExpressionSyntax call => call,
        _ => null,
    };
}
