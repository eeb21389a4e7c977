// Signatures of EntityFramework 6.5, as far as the tables and tests name them.
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;

namespace System.Data.Entity
{
    using System.Data.Entity.Core.Objects;
    using System.Data.Entity.Infrastructure;

    public interface IDbSet<TEntity> : IQueryable<TEntity> where TEntity : class
    {
        System.Collections.ObjectModel.ObservableCollection<TEntity> Local { get; }
        TEntity Find(params object[] keyValues);
        TEntity Add(TEntity entity);
        TEntity Remove(TEntity entity);
    }

    public class DbSet<TEntity> : DbQuery<TEntity>, IDbSet<TEntity> where TEntity : class
    {
        public virtual System.Collections.ObjectModel.ObservableCollection<TEntity> Local => throw null;
        public virtual TEntity Find(params object[] keyValues) => throw null;
        public virtual Task<TEntity> FindAsync(params object[] keyValues) => throw null;
        public virtual DbSqlQuery<TEntity> SqlQuery(string sql, params object[] parameters) => throw null;
        public virtual TEntity Add(TEntity entity) => throw null;
        public virtual TEntity Remove(TEntity entity) => throw null;
        public virtual IEnumerable<TEntity> AddRange(IEnumerable<TEntity> entities) => throw null;
        public virtual IEnumerable<TEntity> RemoveRange(IEnumerable<TEntity> entities) => throw null;
    }

    public abstract class DbSet : DbQuery
    {
        public virtual System.Collections.IList Local => throw null;
        public virtual object Find(params object[] keyValues) => throw null;
        public virtual Task<object> FindAsync(params object[] keyValues) => throw null;
    }

    public class DbContext : IDisposable
    {
        public DbContext(string nameOrConnectionString) { }
        protected DbContext() { }
        public Database Database => throw null;
        public DbChangeTracker ChangeTracker => throw null;
        public virtual DbSet<TEntity> Set<TEntity>() where TEntity : class => throw null;
        public virtual int SaveChanges() => throw null;
        public virtual Task<int> SaveChangesAsync() => throw null;
        public virtual Task<int> SaveChangesAsync(CancellationToken cancellationToken) => throw null;
        public DbEntityEntry<TEntity> Entry<TEntity>(TEntity entity) where TEntity : class => throw null;
        public DbEntityEntry Entry(object entity) => throw null;
        public void Dispose() { }
    }

    public class Database
    {
        public DbContextTransaction BeginTransaction() => throw null;
        public DbRawSqlQuery<TElement> SqlQuery<TElement>(string sql, params object[] parameters) => throw null;
        public int ExecuteSqlCommand(string sql, params object[] parameters) => throw null;
        public Task<int> ExecuteSqlCommandAsync(string sql, params object[] parameters) => throw null;
    }

    public class DbContextTransaction : IDisposable
    {
        public void Commit() { }
        public void Rollback() { }
        public void Dispose() { }
    }

    public static class QueryableExtensions
    {
        public static IQueryable<T> Include<T, TProperty>(this IQueryable<T> source, Expression<Func<T, TProperty>> path) => throw null;
        public static IQueryable<T> Include<T>(this IQueryable<T> source, string path) => throw null;
        public static IQueryable<T> AsNoTracking<T>(this IQueryable<T> source) where T : class => throw null;
        public static IQueryable<TSource> Skip<TSource>(this IQueryable<TSource> source, Expression<Func<int>> countAccessor) => throw null;
        public static IQueryable<TSource> Take<TSource>(this IQueryable<TSource> source, Expression<Func<int>> countAccessor) => throw null;
        public static void Load(this IQueryable source) { }
        public static Task LoadAsync(this IQueryable source) => throw null;
        public static Task ForEachAsync<T>(this IQueryable<T> source, Action<T> action) => throw null;
        public static Task<List<TSource>> ToListAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<TSource[]> ToArrayAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<Dictionary<TKey, TSource>> ToDictionaryAsync<TSource, TKey>(this IQueryable<TSource> source, Func<TSource, TKey> keySelector) => throw null;
        public static Task<TSource> FirstAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<TSource> FirstOrDefaultAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<TSource> FirstOrDefaultAsync<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, bool>> predicate) => throw null;
        public static Task<TSource> SingleAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<TSource> SingleOrDefaultAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<bool> ContainsAsync<TSource>(this IQueryable<TSource> source, TSource item) => throw null;
        public static Task<bool> AnyAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<bool> AllAsync<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, bool>> predicate) => throw null;
        public static Task<int> CountAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<long> LongCountAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<TSource> MinAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<TSource> MaxAsync<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<int> SumAsync(this IQueryable<int> source) => throw null;
        public static Task<double> AverageAsync(this IQueryable<int> source) => throw null;
    }
}

namespace System.Data.Entity.Infrastructure
{
    public abstract class DbQuery : IOrderedQueryable
    {
        public Type ElementType => throw null;
        public Expression Expression => throw null;
        public IQueryProvider Provider => throw null;
        public IEnumerator GetEnumerator() => throw null;
    }

    public class DbQuery<TResult> : IOrderedQueryable<TResult>
    {
        public Type ElementType => throw null;
        public Expression Expression => throw null;
        public IQueryProvider Provider => throw null;
        public virtual DbQuery<TResult> Include(string path) => throw null;
        public virtual DbQuery<TResult> AsNoTracking() => throw null;
        IEnumerator<TResult> IEnumerable<TResult>.GetEnumerator() => throw null;
        IEnumerator IEnumerable.GetEnumerator() => throw null;
    }

    public class DbRawSqlQuery<TElement> : IEnumerable<TElement>
    {
        public IEnumerator<TElement> GetEnumerator() => throw null;
        IEnumerator IEnumerable.GetEnumerator() => throw null;
        public Task<List<TElement>> ToListAsync() => throw null;
        public Task<TElement[]> ToArrayAsync() => throw null;
        public Task<TElement> FirstAsync() => throw null;
        public Task<TElement> FirstOrDefaultAsync() => throw null;
        public Task<TElement> SingleAsync() => throw null;
        public Task<TElement> SingleOrDefaultAsync() => throw null;
        public Task<bool> AnyAsync() => throw null;
        public Task<int> CountAsync() => throw null;
    }

    public class DbSqlQuery<TEntity> : DbRawSqlQuery<TEntity> where TEntity : class
    {
    }

    public class DbChangeTracker
    {
        public IEnumerable<DbEntityEntry> Entries() => throw null;
        public IEnumerable<DbEntityEntry<TEntity>> Entries<TEntity>() where TEntity : class => throw null;
    }

    public class DbPropertyValues
    {
    }

    public class DbEntityEntry
    {
        public void Reload() { }
        public Task ReloadAsync() => throw null;
        public DbPropertyValues GetDatabaseValues() => throw null;
        public Task<DbPropertyValues> GetDatabaseValuesAsync() => throw null;
        public DbReferenceEntry Reference(string navigationProperty) => throw null;
        public DbCollectionEntry Collection(string navigationProperty) => throw null;
    }

    public class DbEntityEntry<TEntity> where TEntity : class
    {
        public TEntity Entity => throw null;
        public void Reload() { }
        public Task ReloadAsync() => throw null;
        public DbPropertyValues GetDatabaseValues() => throw null;
        public Task<DbPropertyValues> GetDatabaseValuesAsync() => throw null;
        public DbReferenceEntry<TEntity, TProperty> Reference<TProperty>(Expression<Func<TEntity, TProperty>> navigationProperty) where TProperty : class => throw null;
        public DbCollectionEntry<TEntity, TElement> Collection<TElement>(Expression<Func<TEntity, ICollection<TElement>>> navigationProperty) where TElement : class => throw null;
    }

    public class DbReferenceEntry
    {
        public bool IsLoaded { get => throw null; set { } }
        public void Load() { }
        public Task LoadAsync() => throw null;
        public IQueryable Query() => throw null;
    }

    public class DbReferenceEntry<TEntity, TProperty> where TEntity : class
    {
        public bool IsLoaded { get => throw null; set { } }
        public void Load() { }
        public Task LoadAsync() => throw null;
        public IQueryable<TProperty> Query() => throw null;
    }

    public class DbCollectionEntry
    {
        public bool IsLoaded { get => throw null; set { } }
        public void Load() { }
        public Task LoadAsync() => throw null;
        public IQueryable Query() => throw null;
    }

    public class DbCollectionEntry<TEntity, TElement> where TEntity : class
    {
        public bool IsLoaded { get => throw null; set { } }
        public void Load() { }
        public Task LoadAsync() => throw null;
        public IQueryable<TElement> Query() => throw null;
    }
}

namespace System.Data.Entity.Migrations
{
    public static class DbSetMigrationsExtensions
    {
        public static void AddOrUpdate<TEntity>(this IDbSet<TEntity> set, params TEntity[] entities) where TEntity : class { }
    }
}

namespace System.Data.Entity.Core
{
    public sealed class EntityKey
    {
    }
}

namespace System.Data.Entity.Core.Objects
{
    public class ObjectContext : IDisposable
    {
        public int SaveChanges() => throw null;
        public virtual Task<int> SaveChangesAsync() => throw null;
        public int ExecuteStoreCommand(string commandText, params object[] parameters) => throw null;
        public Task<int> ExecuteStoreCommandAsync(string commandText, params object[] parameters) => throw null;
        public ObjectResult<TElement> ExecuteStoreQuery<TElement>(string commandText, params object[] parameters) => throw null;
        public Task<ObjectResult<TElement>> ExecuteStoreQueryAsync<TElement>(string commandText, params object[] parameters) => throw null;
        public object GetObjectByKey(EntityKey key) => throw null;
        public bool TryGetObjectByKey(EntityKey key, out object value) => throw null;
        public void LoadProperty(object entity, string navigationProperty) { }
        public ObjectSet<TEntity> CreateObjectSet<TEntity>() where TEntity : class => throw null;
        public ObjectQuery<T> CreateQuery<T>(string queryString) => throw null;
        public void Dispose() { }
    }

    public class ObjectResult<T> : IEnumerable<T>
    {
        public IEnumerator<T> GetEnumerator() => throw null;
        IEnumerator IEnumerable.GetEnumerator() => throw null;
    }

    public enum MergeOption
    {
        AppendOnly,
    }

    public class ObjectQuery<T> : IOrderedQueryable<T>
    {
        public Type ElementType => throw null;
        public Expression Expression => throw null;
        public IQueryProvider Provider => throw null;
        public ObjectResult<T> Execute(MergeOption mergeOption) => throw null;
        public Task<ObjectResult<T>> ExecuteAsync(MergeOption mergeOption) => throw null;
        IEnumerator<T> IEnumerable<T>.GetEnumerator() => throw null;
        IEnumerator IEnumerable.GetEnumerator() => throw null;
    }

    public class ObjectSet<TEntity> : ObjectQuery<TEntity> where TEntity : class
    {
    }
}

namespace System.Data.Entity.Core.Objects.DataClasses
{
    public abstract class RelatedEnd
    {
        public bool IsLoaded { get => throw null; set { } }
        public void Load() { }
        public Task LoadAsync(CancellationToken cancellationToken) => throw null;
        public abstract void Load(MergeOption mergeOption);
    }
}
