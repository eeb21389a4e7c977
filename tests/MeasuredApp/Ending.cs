using System.Diagnostics;
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
            case "failfast":
                Ask(10);
                Environment.FailFast("failed on purpose");
                break;
            case "failfast-later":
                // Between the whole seconds of the process, in which nothing else is written.
                _ = db.Model;
                while ((DateTime.Now - Process.GetCurrentProcess().StartTime).Milliseconds is < 300 or > 350)
                    Thread.Sleep(5);

                Ask(1);
                Thread.Sleep(500);
                Environment.FailFast("failed on purpose");
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
