// Signatures of NHibernate 5.5, as far as the tables and tests name them.
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;

namespace NHibernate
{
    public interface ISession : IDisposable
    {
        ITransaction BeginTransaction();
        T Get<T>(object id);
        Task<T> GetAsync<T>(object id, CancellationToken cancellationToken = default(CancellationToken));
        T Load<T>(object id);
        object Save(object obj);
        void Delete(object obj);
        void Refresh(object obj);
        Task RefreshAsync(object obj, CancellationToken cancellationToken = default(CancellationToken));
        void Flush();
        Task FlushAsync(CancellationToken cancellationToken = default(CancellationToken));
        IQueryable<T> Query<T>();
        IQueryOver<T, T> QueryOver<T>() where T : class;
        ICriteria CreateCriteria<T>() where T : class;
        IQuery CreateQuery(string queryString);
        ISQLQuery CreateSQLQuery(string queryString);
    }

    public interface IStatelessSession : IDisposable
    {
        T Get<T>(object id);
        Task<T> GetAsync<T>(object id, CancellationToken cancellationToken = default(CancellationToken));
        object Insert(object entity);
        Task<object> InsertAsync(object entity, CancellationToken cancellationToken = default(CancellationToken));
        void Update(object entity);
        Task UpdateAsync(object entity, CancellationToken cancellationToken = default(CancellationToken));
        void Delete(object entity);
        Task DeleteAsync(object entity, CancellationToken cancellationToken = default(CancellationToken));
        void Refresh(object entity);
        Task RefreshAsync(object entity, CancellationToken cancellationToken = default(CancellationToken));
        IQueryable<T> Query<T>();
    }

    public interface ITransaction : IDisposable
    {
        void Commit();
        Task CommitAsync(CancellationToken cancellationToken = default(CancellationToken));
    }

    public interface ICriteria
    {
        IList List();
        IList<T> List<T>();
        Task<IList<T>> ListAsync<T>(CancellationToken cancellationToken = default(CancellationToken));
        object UniqueResult();
        T UniqueResult<T>();
        Task<T> UniqueResultAsync<T>(CancellationToken cancellationToken = default(CancellationToken));
    }

    public interface IQuery
    {
        IQuery SetParameter(string name, object val);
        IEnumerable Enumerable();
        IEnumerable<T> Enumerable<T>();
        Task<IEnumerable<T>> EnumerableAsync<T>(CancellationToken cancellationToken = default(CancellationToken));
        IList<T> List<T>();
        Task<IList<T>> ListAsync<T>(CancellationToken cancellationToken = default(CancellationToken));
        T UniqueResult<T>();
        Task<T> UniqueResultAsync<T>(CancellationToken cancellationToken = default(CancellationToken));
        int ExecuteUpdate();
        Task<int> ExecuteUpdateAsync(CancellationToken cancellationToken = default(CancellationToken));
    }

    public interface ISQLQuery : IQuery
    {
    }

    public interface IQueryOver<TRoot>
    {
        IList<TRoot> List();
        Task<IList<TRoot>> ListAsync(CancellationToken cancellationToken = default(CancellationToken));
        TRoot SingleOrDefault();
        Task<TRoot> SingleOrDefaultAsync(CancellationToken cancellationToken = default(CancellationToken));
        int RowCount();
        Task<int> RowCountAsync(CancellationToken cancellationToken = default(CancellationToken));
        long RowCountInt64();
        Task<long> RowCountInt64Async(CancellationToken cancellationToken = default(CancellationToken));
    }

    public interface IQueryOver<TRoot, TSubType> : IQueryOver<TRoot>
    {
        IQueryOver<TRoot, TSubType> Where(Expression<Func<TSubType, bool>> expression);
    }

    public static class NHibernateUtil
    {
        public static void Initialize(object proxy) { }
        public static Task InitializeAsync(object proxy, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
    }
}

namespace NHibernate.Linq
{
    public interface INhFetchRequest<TQueried, TFetch> : IOrderedQueryable<TQueried>
    {
    }

    public static class EagerFetchingExtensionMethods
    {
        public static INhFetchRequest<TOriginating, TRelated> Fetch<TOriginating, TRelated>(this IQueryable<TOriginating> query, Expression<Func<TOriginating, TRelated>> relatedObjectSelector) => throw null;
        public static INhFetchRequest<TOriginating, TRelated> FetchMany<TOriginating, TRelated>(this IQueryable<TOriginating> query, Expression<Func<TOriginating, IEnumerable<TRelated>>> relatedObjectSelector) => throw null;
        public static INhFetchRequest<TQueried, TRelated> ThenFetch<TQueried, TFetch, TRelated>(this INhFetchRequest<TQueried, TFetch> query, Expression<Func<TFetch, TRelated>> relatedObjectSelector) => throw null;
        public static INhFetchRequest<TQueried, TRelated> ThenFetchMany<TQueried, TFetch, TRelated>(this INhFetchRequest<TQueried, TFetch> query, Expression<Func<TFetch, IEnumerable<TRelated>>> relatedObjectSelector) => throw null;
    }

    public static class LinqExtensionMethods
    {
        public static IQueryable<T> Query<T>(this ISession session) => throw null;
        public static Task<List<TSource>> ToListAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<TSource> FirstAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<TSource> FirstOrDefaultAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<TSource> SingleAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<TSource> SingleOrDefaultAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<bool> AnyAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<bool> AllAsync<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, bool>> predicate, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<int> CountAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<long> LongCountAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<int> SumAsync(this IQueryable<int> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<TSource> MinAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<TSource> MaxAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static Task<double> AverageAsync(this IQueryable<int> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
    }

    public static class DmlExtensionMethods
    {
        public static int Delete<TSource>(this IQueryable<TSource> source) => throw null;
        public static Task<int> DeleteAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
        public static int Update<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, TSource>> expression) => throw null;
        public static Task<int> UpdateAsync<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, TSource>> expression, CancellationToken cancellationToken = default(CancellationToken)) => throw null;
    }
}
