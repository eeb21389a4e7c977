using Microsoft.EntityFrameworkCore;

namespace MeasuredApp;

/// <summary>Ways for a program to end while it asks its database. A byte in a file for each time that it has asked is the truth of those that do not come to write one.</summary>
public sealed class Ending(ShopContext db, string? askedFile)
{
    public void By(string way)
    {
        switch (way)
        {
            case "throw":
                Ask(10);
                throw new InvalidOperationException("thrown on purpose");
            case "thread":
                Ask(10);
                var thread = new Thread(() => throw new InvalidOperationException("thrown on purpose"));
                thread.Start();
                thread.Join();
                break;
            case "never":
                while (true)
                    Ask(1);

            case "cancelled":
                using (var cancelled = new CancellationTokenSource())
                {
                    Console.CancelKeyPress += (_, e) =>
                    {
                        // A second one would be impatience.
                        e.Cancel = !cancelled.IsCancellationRequested;
                        cancelled.Cancel();
                    };
                    while (!cancelled.IsCancellationRequested)
                        Ask(1);
                }

                Ask(150);
                Console.WriteLine("finished");
                break;
        }
    }

    /// <summary>Asks somebody who does not answer, which takes less than a database that has to be made, and fails fast after a while.</summary>
    public static void FailFast(int afterMs)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/");
        try
        {
            client.Send(request).Dispose();
        }
        catch (HttpRequestException)
        {
            // It was asked all the same.
        }

        Thread.Sleep(afterMs);
        Environment.FailFast("failed on purpose");
    }

    private void Ask(int times)
    {
        using var asked = askedFile is null ? Stream.Null : new FileStream(askedFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (var i = 0; i < times; i++)
        {
            _ = db.Orders.TagWith("ending").Count(o => o.AccountId == i);
            asked.WriteByte(1);
            Thread.Sleep(5);
        }
    }
}
