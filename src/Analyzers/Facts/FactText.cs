using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfAnalyzers.Flow.Calls;
using PerfAnalyzers.Flow.Queries;
using PerfAnalyzers.Knowledge;

namespace PerfAnalyzers.Facts;

/// <summary>
/// The line of one fact, tab-separated, without lines of source or paths, so that it changes only when what it says does:
/// <code>
/// e  key  read|write|remote  hops  issuer  name>name>name  [sometimes] [once-per-key] [likely] [repeated] [query=5] [unless=2] [of=2/3]
/// q  key  query|memory
/// d  key  parameter  each|each-until|once|queued|later|on-miss
/// r  key  entity|*  path,path,...  [untracked] [bare]
/// </code>
/// An empty issuer is the member itself. What reads it may be anybody's assembly: a line that is not understood is no fact.
/// <see cref="FactLines"/> shortens what repeats from line to line.
/// </summary>
internal static class FactText
{
    /// <summary>Key of the assembly attributes that carry facts. A new grammar gets a new number, and old readers see nothing.</summary>
    public const string AttributeKey = "PerfAnalyzers.Facts/1";

    /// <summary>A line longer than this is no fact.</summary>
    public const int MaxLineLength = 4_000;

    private const int MaxHops = 1_000;
    private const int MaxImplementations = 100_000;
    private const int MaxParameters = 64;
    private const string Arrow = " -> ";

    private static readonly ImmutableDictionary<string, EffectQuestion> s_questions = ImmutableDictionary<string, EffectQuestion>.Empty
        .Add("read", EffectQuestion.DatabaseRead).Add("write", EffectQuestion.DatabaseWrite).Add("remote", EffectQuestion.Remote);

    private static readonly ImmutableDictionary<string, QueryOriginKind> s_origins = ImmutableDictionary<string, QueryOriginKind>.Empty
        .Add("query", QueryOriginKind.Query).Add("memory", QueryOriginKind.None);

    private static readonly ImmutableDictionary<string, ApiCalls> s_uses = ImmutableDictionary<string, ApiCalls>.Empty
        .Add("each", ApiCalls.Each).Add("each-until", ApiCalls.EachUntil).Add("once", ApiCalls.Once).Add("queued", ApiCalls.Queued).Add("later", ApiCalls.Later).Add("on-miss", ApiCalls.OnMiss);

    /// <summary>The line of a fact; null for one that the grammar cannot say.</summary>
    public static string? Write(Fact fact)
    {
        var line = fact switch
        {
            { Effect: { } effect } => WriteEffect(fact.Key, effect),
            { Returned: { } origin } when WordFor(s_origins, origin) is { } word => $"q\t{Plain(fact.Key)}\t{word}",
            { Entities: { } entities } => $"r\t{Plain(fact.Key)}\t{Plain(entities.Entity)}\t{Plain(string.Join(",", entities.Loaded))}{(entities.IsUntracked ? "\tuntracked" : "")}{(entities.IsBare ? "\tbare" : "")}",
            { Use: { } use } when WordFor(s_uses, use) is { } word => $"d\t{Plain(fact.Key)}\t{Number(fact.Parameter)}\t{word}",
            _ => null,
        };
        return line is { Length: <= MaxLineLength } ? line : null;
    }

    /// <summary>The fact of a line's columns; null for a line that is none.</summary>
    public static Fact? Read(string[] columns)
    {
        if (columns.Length < 3 || columns[1].Length < 3 || !columns[1].StartsWith("M:", StringComparison.Ordinal))
            return null;

        var fact = new Fact(columns[1]);
        switch (columns[0])
        {
            case "e":
                return ReadEffect(columns) is { } effect ? fact with { Effect = effect } : null;
            case "q":
                return s_origins.TryGetValue(columns[2], out var origin) ? fact with { Returned = origin } : null;
            case "d":
                return columns.Length >= 4 && Number(columns[2], MaxParameters) is { } parameter && s_uses.TryGetValue(columns[3], out var use)
                    ? fact with { Use = use, Parameter = parameter }
                    : null;
            case "r":
                return ReadEntities(columns) is { } entities ? fact with { Entities = entities } : null;
            default:
                return null;
        }
    }

    private static EntityFact? ReadEntities(string[] columns)
    {
        // A word that is not understood may be one that makes the fact false here.
        if (columns.Length < 4 || columns[2].Length == 0 || columns.Skip(4).Any(w => w is not ("untracked" or "bare")))
            return null;

        var paths = columns[3].Split([','], StringSplitOptions.RemoveEmptyEntries);
        return paths.Length > EntityFacts.MaxPaths ? null : new(columns[2], [.. paths], columns.Skip(4).Contains("untracked"), columns.Skip(4).Contains("bare"));
    }

    private static string WriteEffect(string key, UpstreamFact effect)
    {
        var text = new StringBuilder()
            .Append("e\t").Append(Plain(key))
            .Append('\t').Append(WordFor(s_questions, effect.Question))
            .Append('\t').Append(Number(effect.Hops))
            .Append('\t').Append(effect.Issuer == FactKey.Split(key).Declaration ? "" : Plain(effect.Issuer))
            .Append('\t').Append(Plain(effect.Chain.Replace(Arrow, ">")));
        Flag(effect.IsSometimes, "sometimes");
        Flag(effect.IsOncePerKey, "once-per-key");
        Flag(effect.IsLikely, "likely");
        Flag(effect.IsRepeated, "repeated");
        Flag(effect.IfQuery != 0, "query=" + effect.IfQuery.ToString("x", CultureInfo.InvariantCulture));
        Flag(effect.UnlessGiven >= 0, "unless=" + Number(effect.UnlessGiven));
        Flag(effect is not { Leading: 1, All: 1 }, $"of={Number(effect.Leading)}/{Number(effect.All)}");
        return text.ToString();

        void Flag(bool applies, string word)
        {
            if (applies)
                text.Append('\t').Append(word);
        }
    }

    private static UpstreamFact? ReadEffect(string[] columns)
    {
        if (columns.Length < 6 || !s_questions.TryGetValue(columns[2], out var question) || Number(columns[3], MaxHops) is not { } hops || columns[5].Length == 0)
            return null;

        var issuer = columns[4].Length == 0 ? FactKey.Split(columns[1]).Declaration : columns[4];
        var effect = new UpstreamFact(question, columns[5].Replace(">", Arrow), issuer, hops, 1, 1);
        foreach (var word in columns.Skip(6))
        {
            var value = word.Substring(word.IndexOf('=') + 1);
            switch (word.Substring(0, word.Length - value.Length))
            {
                case "" when word == "sometimes":
                    effect = effect with { IsSometimes = true };
                    break;
                case "" when word == "once-per-key":
                    effect = effect with { IsOncePerKey = true };
                    break;
                case "" when word == "likely":
                    effect = effect with { IsLikely = true };
                    break;
                case "" when word == "repeated":
                    effect = effect with { IsRepeated = true };
                    break;
                case "query=" when ulong.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask) && mask != 0:
                    effect = effect with { IfQuery = mask };
                    break;
                case "unless=" when Number(value, MaxParameters) is { } parameter:
                    effect = effect with { UnlessGiven = parameter };
                    break;
                case "of=" when value.Split('/') is { Length: 2 } parts &&
                    Number(parts[0], MaxImplementations) is { } leading && Number(parts[1], MaxImplementations) is { } all && leading >= 1 && leading <= all:
                    effect = effect with { Leading = leading, All = all };
                    break;
                default:
                    // A condition that is not understood may be one that makes the fact false here.
                    return null;
            }
        }

        return effect;
    }

    private static string? WordFor<T>(ImmutableDictionary<string, T> words, T value) where T : struct, Enum
    {
        foreach (var pair in words)
        {
            if (EqualityComparer<T>.Default.Equals(pair.Value, value))
                return pair.Key;
        }

        return null;
    }

    // Names in source hold no control characters, but the issuer of another assembly's fact is whatever its attribute says.
    private static string Plain(string text) => text.Any(char.IsControl) ? new([.. text.Select(c => char.IsControl(c) ? '?' : c)]) : text;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string text, int below) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < below ? value : null;
}
