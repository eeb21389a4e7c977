namespace PerfAnalyzers.Collector.Recording;

/// <summary>One site's share of one root operation.</summary>
internal sealed class RootSite
{
    // Beyond this a loop has shown what its keys do.
    private const int MaxKeys = 4096;

    private int _firstKey;
    private HashSet<int>? _keys;

    public long Calls { get; private set; }

    public void Add(SiteStats site, int? key)
    {
        if (++Calls == 1)
            site.Roots++;

        site.Calls++;
        site.MaxPerRoot = Math.Max(site.MaxPerRoot, Calls);
        if (key is { } known)
            AddKey(site, known);
        else
            site.KeysUnknown = true;
    }

    private void AddKey(SiteStats site, int key)
    {
        // Nothing more can be learnt.
        if (site is { KeyRepeated: true, KeyChanged: true })
            return;

        // Most sites run once in an operation and need no set.
        if (Calls == 1)
        {
            _firstKey = key;
            return;
        }

        _keys ??= [_firstKey];
        site.KeyRepeated |= _keys.Count < MaxKeys ? !_keys.Add(key) : _keys.Contains(key);

        site.KeyChanged |= _keys.Count > 1;
    }
}
