using Microsoft.CodeAnalysis;
using PerfAnalyzers.Flow.Bodies;

namespace PerfAnalyzers.CodeFixes.Rewriting.Waits;

/// <summary>Where a chain of callers ends: members whose callers cannot be changed, or cannot be seen.</summary>
/// <param name="solution">All that is in sight.</param>
internal sealed class ChainBoundary(Solution solution)
{
    private readonly Dictionary<ProjectId, bool> _isPart = [];

    /// <summary>The libraries of which members return a task that others could call, as far as their visibility goes. A handler is called by its framework, which takes either.</summary>
    public SortedSet<string> Changed { get; } = new(StringComparer.Ordinal);

    /// <summary>Why a member cannot return a task; null when it can.</summary>
    public async Task<string?> OfAsync(IMethodSymbol member, CancellationToken cancellationToken)
    {
        if (member.DeclaringSyntaxReferences.IsEmpty)
            return $"'{member.ContainingType.Name}.{member.Name}' belongs to another assembly";

        if (member.DeclaringSyntaxReferences.Length > 1 || member.PartialDefinitionPart is not null || member.IsExtern)
            return $"'{member.Name}' is declared in parts";

        if (member.Name == "Main" || member.GetAttributes().Any(a => a.AttributeClass?.Name is "UnmanagedCallersOnlyAttribute" or "DllImportAttribute" or "ConditionalAttribute"))
            return $"'{member.Name}' is called from outside";

        // The host finds these by their names, and refuses them when they return anything but void or a provider.
        if (member.Name.StartsWith("Configure", StringComparison.Ordinal) && member.ContainingType.GetMembers().OfType<IMethodSymbol>().Any(m => m.Name.StartsWith("Configure", StringComparison.Ordinal) && m.Parameters.Any(p => p.Type.Name is "IApplicationBuilder")))
            return $"the host calls '{member.Name}' of a startup class, and takes no task";

        // ASP.NET Core takes no task from a view component's Invoke; InvokeAsync it would, and views that call it by name would have to change.
        if (member.Name == "Invoke" && IsViewComponent(member.ContainingType))
            return "'Invoke' of a view component has to become 'InvokeAsync'";

        if (!MemberBodies.IsVisible(member) || ProjectOf(member) is not { } project || IsApplication(project))
            return null;

        // Nobody refers to a test.
        if (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation || Place.OfProject(compilation) is not null)
            return null;

        if (!(AreAllInSight(project, member) ?? await IsPartOfProgramAsync(project, cancellationToken).ConfigureAwait(false)))
            return $"'{member.ContainingType.Name}.{member.Name}' is public, and not all who call it are in sight";

        if (!AnalysisSession.For(compilation, project.AnalyzerOptions, cancellationToken).Requests.IsHandler(member))
            Changed.Add(project.AssemblyName);

        return null;
    }

    /// <summary>
    /// Whether a function may take one more parameter, at the end and optional: nobody outside its assembly can see it, nothing prescribes how it
    /// looks, and no other of its name could be meant.
    /// </summary>
    public bool MayTakeParameter(IMethodSymbol function) =>
        (!MemberBodies.IsVisible(function) || (ProjectOf(function) is { } project && IsApplication(project))) && function is { IsOverride: false, ExplicitInterfaceImplementations.IsEmpty: true } &&
        function.Parameters.LastOrDefault()?.IsParams != true &&
        (function.MethodKind is MethodKind.LocalFunction || function.ContainingType.GetMembers(function.Name).Length == 1);

    private Project? ProjectOf(IMethodSymbol member) => solution.GetDocument(member.DeclaringSyntaxReferences[0].SyntaxTree)?.Project;

    private static bool IsViewComponent(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name.EndsWith("ViewComponent", StringComparison.Ordinal) || current.GetAttributes().Any(a => a.AttributeClass?.Name == "ViewComponentAttribute"))
                return true;
        }

        return false;
    }

    // Nobody references a program.
    private static bool IsApplication(Project project) => project.CompilationOptions?.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    // Who says that all callers are in the solution, or that they are not, is believed.
    private static bool? AreAllInSight(Project project, IMethodSymbol member) =>
        !project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(member.DeclaringSyntaxReferences[0].SyntaxTree).TryGetValue("perfanalyzers.change_public_api", out var change) ? null
        : change.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : change.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    // A library that a program of the solution is made of is public for the program. One with tests and samples alone is public for everybody.
    private async Task<bool> IsPartOfProgramAsync(Project library, CancellationToken cancellationToken)
    {
        if (_isPart.TryGetValue(library.Id, out var known))
            return known;

        var isPart = false;
        foreach (var user in solution.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(library.Id).Select(solution.GetProject))
        {
            if (user is not null && IsApplication(user) && await user.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation && Place.IsOfProduct(compilation))
            {
                isPart = true;
                break;
            }
        }

        _isPart.Add(library.Id, isPart);
        return isPart;
    }
}
