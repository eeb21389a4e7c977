using System.Collections.Immutable;

namespace PerfAnalyzers.Knowledge;

/// <summary>One line of knowledge about an API.</summary>
/// <param name="Type">
/// Metadata name of the declaring type, or of a base type or interface whose members it stands for; with a star, a pattern of simple names: a convention.
/// </param>
/// <param name="Member">Member name or pattern, <c>.ctor</c>, <c>*</c> for every member, or empty for the type itself.</param>
/// <param name="Effect">What a call does.</param>
/// <param name="System">Where the round trip goes: <c>db</c>, <c>http</c>, ...; empty for lines that are none.</param>
/// <param name="Calls">What it does with delegates.</param>
/// <param name="AsyncTwin">The member to await instead, when this one blocks.</param>
/// <param name="Key">How the element is identified: <c>primary</c> when the arguments are the primary key.</param>
internal sealed record ApiFact(
    string Type, string Member, ApiEffect Effect, string System, ApiCalls Calls, string? AsyncTwin, string? Key)
{
    /// <summary>
    /// Metadata names of the interfaces or base classes whose implementations a call runs, chosen by the type of what is sent:
    /// <c>MediatR.IRequestHandler`2</c>. Empty for a call that dispatches nothing.
    /// </summary>
    public ImmutableArray<string> Handlers { get; init; } = [];

    /// <summary>The member that does for many what this one does for one.</summary>
    public string? BatchTwin { get; init; }

    /// <summary>The parameter for each element of which it makes a round trip of its own when it is given a sequence; null when there is none.</summary>
    public string? Each { get; init; }

    /// <summary>The parameter whose sequence it goes through before it returns, so that a query is run there; null when there is none.</summary>
    public string? Runs { get; init; }

    /// <summary>The parameters whose functions return sequences that it goes through, one after the other: <c>selector</c> of <c>SelectMany</c>. Empty for an API without.</summary>
    public ImmutableArray<string> Flattens { get; init; } = [];

    /// <summary>Whether a query that it is given, or that a function given to it returns, is run there.</summary>
    public bool RunsGiven => Runs is not null || !Flattens.IsEmpty;

    /// <summary>Which navigation it adds to what a query loads.</summary>
    public ApiLoads Loads { get; init; }

    /// <summary>Whether the collections of a query are loaded with queries of their own from here on; null when it does not say.</summary>
    public bool? Splits { get; init; }

    /// <summary>How many of the rows of the sequence that it is called on it has a use for.</summary>
    public ApiRows Rows { get; init; }

    /// <summary>Whether a query provider can put it into SQL when it stands in a query.</summary>
    public ApiTranslation Translation { get; init; }

    /// <summary>What its result has to do with the elements of what it is called on.</summary>
    public ApiYields Yields { get; init; }

    /// <summary>Whether the entities of the query are kept apart from what the context tracks.</summary>
    public bool IsUntracked { get; init; }

    /// <summary>Whether the line, a convention, is only about members that return a task.</summary>
    public bool ReturnsTask { get; init; }

    /// <summary>Whether several callers may call it on one object at the same time, as its library says of its clients.</summary>
    public bool IsConcurrent { get; init; }

    /// <summary>Whether it is a reason to look at a compilation in which nothing else is known, which its section may deny.</summary>
    public bool CountsAlone { get; init; } = true;

    /// <summary>Whether the call itself leaves the process. A <see cref="ApiEffect.Materialize"/> does only when it is given a query.</summary>
    public bool IsRoundTrip => Effect is ApiEffect.Read or ApiEffect.Write or ApiEffect.Commit or ApiEffect.Remote or ApiEffect.LoadNavigation;

    /// <summary>Whether the line is about waiting, which also matters in programs that use no known library.</summary>
    public bool IsAboutWaiting => Effect is ApiEffect.Wait or ApiEffect.Block or ApiEffect.Completed or ApiEffect.AllOf or ApiEffect.FirstOf or ApiEffect.IsCompleted
        or ApiEffect.Continuation or ApiEffect.Completes or ApiEffect.Request || (Effect is ApiEffect.Delay or ApiEffect.Limit && AsyncTwin is not null);

    /// <summary>Whether the line is about what stays in memory: another index answers for it (<see cref="MemoryApis"/>).</summary>
    public bool IsAboutMemory => Effect is >= ApiEffect.Grows and <= ApiEffect.Unbounded;

    /// <summary>Whether the line goes by names alone, for abstractions that nobody implements in sight: what it says is likely, never proven.</summary>
    public bool IsConvention => NamePattern.IsPattern(Type);

    /// <summary>Whether the line stands for a member of this name.</summary>
    public bool IsAbout(string member) =>
        Member == member || (Member.Length > 0 && member.Length > 0 && member[0] != '.' && NamePattern.IsPattern(Member) && NamePattern.Matches(Member, member));

    /// <summary>The line with its twins spelled out for a member of this name: <c>async=*Async</c> is <c>GetAsync</c> for <c>Get</c>.</summary>
    public ApiFact For(string member)
    {
        return AsyncTwin?.Contains("*") == true || BatchTwin?.Contains("*") == true ? this with { AsyncTwin = Spell(AsyncTwin), BatchTwin = Spell(BatchTwin) } : this;

        string? Spell(string? twin) => twin?.Replace("*", member);
    }
}
