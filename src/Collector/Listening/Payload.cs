using System.Reflection;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Reads one property of objects whose types the collector does not reference, through a delegate compiled once per type.
/// </summary>
/// <typeparam name="T">The property's type; a value type must match exactly, an enumeration by what it is made of.</typeparam>
internal sealed class Payload<T>(string property)
{
    private static readonly MethodInfo CompileMethod =
        typeof(Payload<T>).GetMethod(nameof(Compile), BindingFlags.NonPublic | BindingFlags.Static)!;

    // An event has a type or two: looking through them is several times faster than a table, and this is asked six times a command.
    private volatile Known[] _known = [];

    /// <summary>The property's value, or default when the object has no such property.</summary>
    public T? Get(object? instance)
    {
        if (instance is null)
            return default;

        var type = instance.GetType();
        foreach (var known in _known)
        {
            if (known.Type == type)
                return known.Getter is { } getter ? getter(instance) : default;
        }

        var learned = new Known(type, Getter(type));
        _known = [.. _known, learned];
        return learned.Getter is null ? default : learned.Getter(instance);
    }

    private static Func<object, T?> Compile<TInstance>(MethodInfo getter)
    {
        var call = getter.CreateDelegate<Func<TInstance, T?>>();
        return instance => call((TInstance)instance);
    }

    private Func<object, T?>? Getter(Type type)
    {
        // Walking up by hand: a property that a derived type declares anew would make a flat lookup ambiguous.
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetProperty(property, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not { GetMethod: { } getter } found)
                continue;

            if (current.IsValueType || getter.ReturnType.IsValueType != typeof(T).IsValueType)
                return instance => found.GetValue(instance) is T value ? value : default;

            return typeof(T).IsAssignableFrom(getter.ReturnType) || (getter.ReturnType.IsEnum && getter.ReturnType.GetEnumUnderlyingType() == typeof(T))
                ? (Func<object, T?>)CompileMethod.MakeGenericMethod(current).Invoke(null, [getter])!
                : null;
        }

        return null;
    }

    private sealed record Known(Type Type, Func<object, T?>? Getter);
}
