using System.Collections.Concurrent;
using System.Reflection;

namespace PerfAnalyzers.Collector.Listening;

/// <summary>
/// Reads one property of objects whose types the collector does not reference, through a delegate compiled once per type.
/// </summary>
/// <typeparam name="T">The property's type; a value type must match exactly.</typeparam>
internal sealed class Payload<T>(string property)
{
    private static readonly MethodInfo CompileMethod =
        typeof(Payload<T>).GetMethod(nameof(Compile), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ConcurrentDictionary<Type, Func<object, T?>?> _getters = new();

    /// <summary>The property's value, or default when the object has no such property.</summary>
    public T? Get(object? instance) =>
        instance is not null && _getters.GetOrAdd(instance.GetType(), Getter) is { } getter ? getter(instance) : default;

    private Func<object, T?>? Getter(Type type)
    {
        // Walking up by hand: a property that a derived type declares anew would make a flat lookup ambiguous.
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetProperty(property, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not { GetMethod: { } getter } found)
                continue;

            if (current.IsValueType || getter.ReturnType.IsValueType != typeof(T).IsValueType)
                return instance => found.GetValue(instance) is T value ? value : default;

            return typeof(T).IsAssignableFrom(getter.ReturnType)
                ? (Func<object, T?>)CompileMethod.MakeGenericMethod(current).Invoke(null, [getter])!
                : null;
        }

        return null;
    }

    private static Func<object, T?> Compile<TInstance>(MethodInfo getter)
    {
        var call = getter.CreateDelegate<Func<TInstance, T?>>();
        return instance => call((TInstance)instance);
    }
}
