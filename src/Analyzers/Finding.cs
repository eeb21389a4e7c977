using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PerfAnalyzers.Evidence;

namespace PerfAnalyzers;

/// <summary>What a rule found, before anybody has looked at the evidence.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Location">The smallest token that names the problem.</param>
/// <param name="Member">The member that contains it.</param>
/// <param name="Arguments">What fills the message's slots from <c>{1}</c> on.</param>
internal sealed record Finding(DiagnosticDescriptor Rule, Location Location, ISymbol Member, ImmutableArray<string> Arguments)
{
    /// <summary>The loop, then each step of the chain.</summary>
    public ImmutableArray<Location> Related { get; init; } = [];

    /// <summary>The chain in words, for properties: <c>GetAsync -> ToListAsync</c>.</summary>
    public string Chain { get; init; } = "";

    /// <summary>What to do about it, as a clause: <c>save once after the loop</c>.</summary>
    public string Advice { get; init; } = "";

    /// <summary>What the fix is told beside the places, by name: <c>perf.include</c>.</summary>
    public ImmutableDictionary<string, string> ForFix { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The member to await instead, for the fix.</summary>
    public string Twin { get; init; } = "";

    /// <summary>What evidence calls this operation: <c>db.read</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Documentation ids of the member that issues the round trip; empty when it is <see cref="Member"/> itself.</summary>
    public ImmutableArray<string> IssuedBy { get; init; } = [];

    /// <summary>Where the member issues or causes the round trip, when another place is marked.</summary>
    public Location? IssuedAt { get; init; }

    /// <summary>Other calls of the same member that the finding is about as much as about this one.</summary>
    public ImmutableArray<CalledBeside> Beside { get; init; } = [];

    /// <summary>Whether it is about rows that multiply, for what was measured of how many there are.</summary>
    public bool Multiplies { get; init; }

    /// <summary>The table that it makes the database read, for what a plan says about it; null for what is no matter of plans.</summary>
    public ScannedTable? Table { get; init; }

    /// <summary>What the heap holds more of because of it, for what a dump says; null for what is no matter of memory.</summary>
    public HeldTypes? Held { get; init; }

    /// <summary>Whether it is nothing to speak of unless a measurement confirms it.</summary>
    public bool NeedsEvidence { get; init; }

    /// <summary>Why it deserves less than a warning, as a clause; null when nothing speaks for that.</summary>
    public string? LessBecause { get; init; }

    /// <summary>Part of the path rests on a convention or on a type, not on code in sight.</summary>
    public bool IsLikelyOnly { get; init; }
}
