using System.Buffers.Text;

namespace PerfAnalyzers.Tool.Tracing;

/// <summary>One span after the other on its way into the store: what a format's reader fills, attribute by attribute, in any order, without an allocation.</summary>
internal sealed class SpanIntake(SpanStore store)
{
    private readonly byte[] _ranks = new byte[(int)SpanAttribute.Count];
    private SpanRow _row;
    private ShapeKey _key;
    private byte[] _statement = new byte[4096];
    private int _statementLength;
    private HashCode _parameters;
    private bool _hasParameters;
    private int _urlHash;
    private long _endNs;

    /// <summary>The span's own fields.</summary>
    public ref SpanRow Row => ref _row;

    /// <summary>Begins a span.</summary>
    /// <param name="service">The service's number.</param>
    public void Begin(int service = 0)
    {
        _row = new() { Service = service, Rows = -1, DurationNs = -1 };
        _key = new() { Statement = StatementPool.None };
        Array.Clear(_ranks);
        _statementLength = 0;
        _parameters = default;
        _hasParameters = false;
        _urlHash = 0;
        _endNs = 0;
    }

    /// <summary>Its name.</summary>
    public void Name(ReadOnlySpan<byte> name) => _key.Name = store.Texts.Names.Of(name);

    /// <summary>Its end, for formats that say the end and not the duration.</summary>
    public void End(long endNs) => _endNs = endNs;

    /// <summary>An attribute by its name.</summary>
    public void Attribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var (attribute, rank) = AttributeNames.Find(name);
        Attribute(attribute, rank, value);
    }

    /// <summary>An attribute.</summary>
    /// <param name="attribute">What it means.</param>
    /// <param name="rank">What its name counts against others of the same meaning.</param>
    /// <param name="value">The value as text.</param>
    public void Attribute(SpanAttribute attribute, byte rank, ReadOnlySpan<byte> value)
    {
        if (attribute == SpanAttribute.None || rank < _ranks[(int)attribute])
            return;

        _ranks[(int)attribute] = rank;
        switch (attribute)
        {
            case SpanAttribute.DbStatement:
                if (_statement.Length < value.Length)
                    _statement = new byte[value.Length * 2];

                value.CopyTo(_statement);
                _statementLength = value.Length;
                break;
            case SpanAttribute.DbParameter:
                _parameters.AddBytes(value);
                _hasParameters = true;
                break;
            case SpanAttribute.DbRows:
                _row.Rows = Number(value) ?? -1;
                break;
            case SpanAttribute.CodeLine:
                _key.Line = Number(value) ?? 0;
                break;
            case SpanAttribute.Kind:
                _row.Kind = SpanKinds.Of(value);
                break;
            default:
                if (attribute == SpanAttribute.Url)
                    _urlHash = value.Contains((byte)'*') || value.Contains((byte)'[') ? 0 : Utf8Cache.Hash(value);

                _key.Texts[(int)attribute] = store.Texts.PoolOf(attribute).Of(value);
                break;
        }
    }

    /// <summary>Stores the span.</summary>
    public void Commit()
    {
        if (_endNs != 0)
            _row.DurationNs = Math.Max(0, _endNs - _row.StartNs);
        else if (_row.DurationNs < 0)
            (_row.DurationNs, _row.Flags) = (0, _row.Flags | SpanFlags.IsUnfinished);

        // Times beyond any calendar come from damaged files only; sums of them must not overflow.
        _row.StartNs = Math.Clamp(_row.StartNs, 0, long.MaxValue / 4);
        _row.DurationNs = Math.Min(_row.DurationNs, long.MaxValue / 4);
        Statement();
        if (_row.Kind is SpanKind.Unspecified or SpanKind.Internal)
            _row.Kind = KindByAttributes();

        if (_key.Statement == StatementPool.None && _urlHash != 0 && _row.Kind == SpanKind.Client && IsAskedByUrl())
            (_row.Key, _row.Flags) = (_urlHash, _row.Flags | SpanFlags.HasKey);

        // The path is part of a server span's name only where there is no route.
        if (_key.Texts[(int)SpanAttribute.HttpRoute] != TextPool.None)
            _key.Texts[(int)SpanAttribute.Url] = TextPool.None;

        _key.Kind = _row.Kind;
        _row.Shape = store.Shapes.Of(_key);
        store.Add(_row);
    }

    private void Statement()
    {
        if (_statementLength == 0)
            return;

        var text = _statement.AsSpan(0, _statementLength);
        var hash = Utf8Cache.Hash(text);
        var system = store.Texts.PoolOf(SpanAttribute.DbSystem)[_key.Texts[(int)SpanAttribute.DbSystem]];
        _key.Statement = store.Texts.Statements.Of(text, hash, system);
        if (!_hasParameters && store.Texts.Statements[_key.Statement].HasPlaceholders)
            return;

        _row.Key = _hasParameters ? HashCode.Combine(hash, _parameters.ToHashCode()) : hash;
        _row.Flags |= SpanFlags.HasKey;
    }

    // Not every tracer knows kinds.
    private SpanKind KindByAttributes()
    {
        if (_key.Statement != StatementPool.None)
            return SpanKind.Client;

        if (_row.Kind == SpanKind.Internal)
            return SpanKind.Internal;

        return _key.Texts[(int)SpanAttribute.HttpRoute] != TextPool.None ? SpanKind.Server : SpanKind.Unspecified;
    }

    // What a POST asks for is in its body.
    private bool IsAskedByUrl() => store.Texts.PoolOf(SpanAttribute.HttpMethod)[_key.Texts[(int)SpanAttribute.HttpMethod]] is "GET" or "HEAD" or "DELETE";

    private static int? Number(ReadOnlySpan<byte> value) => Utf8Parser.TryParse(value, out int number, out var used) && used == value.Length && number >= 0 ? number : null;
}
