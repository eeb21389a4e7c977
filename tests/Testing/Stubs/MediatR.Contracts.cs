// What MediatR 12 has in a package of its own.
[assembly: System.Reflection.AssemblyVersion("2.0.1.0")]

namespace MediatR
{
    public interface IBaseRequest
    {
    }

    public interface IRequest : IBaseRequest
    {
    }

    public interface IRequest<out TResponse> : IBaseRequest
    {
    }

    public interface IStreamRequest<out TResponse>
    {
    }

    public interface INotification
    {
    }

    public readonly struct Unit
    {
    }
}
