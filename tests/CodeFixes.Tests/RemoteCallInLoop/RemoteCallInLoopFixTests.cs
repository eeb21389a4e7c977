using PerfAnalyzers.Rules;
using PerfAnalyzers.Testing;

namespace PerfAnalyzers.CodeFixes.Tests;

/// <summary>A limited number of calls at the same time: the text of it. The finding stays, as information.</summary>
public sealed class RemoteCallInLoopFixTests : RuleTests<RemoteCallInLoopAnalyzer, RemoteCallInLoopFix>
{
    private static string File(string body, string members = "") => RemoteEntry.File(body, members);

    private static Task FixesBody(string body, string fixedBody, string members = "") => FixesFile(File(body, members), File(fixedBody, members));

    [Fact]
    public Task Answers_are_used_in_the_order_of_the_elements() => FixesBody(
        """
        // All of them.
        foreach (var sku in skus)
        {
            // Ask.
            var price = await http.[|GetFromJsonAsync|]<Price>($"prices/{sku}", ct); // slow

            Use(sku, price?.Amount);
        }
        """,
        """
        var prices = new Price?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            // Ask.
            prices[i] = await http.[|GetFromJsonAsync|]<Price>($"prices/{sku}", token); // slow
        });
        // All of them.
        foreach (var (sku, price) in skus.Zip(prices))
        {
            Use(sku, price?.Amount);
        }
        """);

    [Fact]
    public Task An_answer_that_is_collected() => FixesBody(
        """
        var texts = new List<string>();
        foreach (var sku in skus)
            texts.Add(await http.[|GetStringAsync|](sku).ConfigureAwait(false));

        Use(texts);
        """,
        """
        var texts = new List<string>();
        var answers = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            answers[i] = await http.[|GetStringAsync|](sku, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        foreach (var answer in answers)
            texts.Add(answer);

        Use(texts);
        """);

    [Fact]
    public Task What_the_turn_does_with_the_response_overlaps_too() => FixesBody(
        """
        var bodies = new Dictionary<string, byte[]>();
        foreach (var sku in skus.Where(s => s.Length > 0))
        {
            var url = "prices/" + Uri.EscapeDataString(sku);
            using var response = await http.[|GetAsync|](url, ct);
            response.EnsureSuccessStatusCode();
            bodies[sku] = await response.Content.ReadAsByteArrayAsync(ct);
        }

        Use(bodies);
        """,
        """
        var bodies = new Dictionary<string, byte[]>();
        var skuList = skus.Where(s => s.Length > 0).ToList();
        var answers = new byte[skuList.Count][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skuList.Count), options, async (i, token) =>
        {
            var sku = skuList[i];
            var url = "prices/" + Uri.EscapeDataString(sku);
            using var response = await http.[|GetAsync|](url, token);
            response.EnsureSuccessStatusCode();
            answers[i] = await response.Content.ReadAsByteArrayAsync(token);
        });
        foreach (var (sku, answer) in skuList.Zip(answers))
        {
            bodies[sku] = answer;
        }

        Use(bodies);
        """);

    [Fact]
    public Task A_turn_that_only_calls_is_the_body_of_the_parallel_loop() => FixesBody(
        """
        foreach (var sku in skus)
        {
            using var response = await http.[|PostAsync|]("sold", new StringContent(sku), ct);
            response.EnsureSuccessStatusCode();
        }
        """,
        """
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(skus, options, async (sku, token) =>
        {
            using var response = await http.[|PostAsync|]("sold", new StringContent(sku), token);
            response.EnsureSuccessStatusCode();
        });
        """);

    [Fact]
    public Task One_statement() => FixesBody(
        """
        foreach (var sku in skus)
            await http.[|DeleteAsync|](sku);
        """,
        """
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(skus, options, async (sku, token) =>
            await http.[|DeleteAsync|](sku, token));
        """);

    [Fact]
    public Task Behind_a_method_that_shares_nothing() => FixesBody(
        """
        var total = 0m;
        foreach (var sku in skus)
        {
            total += (await [|PriceAsync|](sku))?.Amount ?? 0;
        }

        Use(total);
        """,
        """
        var total = 0m;
        var prices = new Price?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, _) =>
        {
            var sku = skus[i];
            prices[i] = await [|PriceAsync|](sku);
        });
        foreach (var price in prices)
        {
            total += price?.Amount ?? 0;
        }

        Use(total);
        """,
        "private async Task<Price?> PriceAsync(string sku) { var url = \"prices/\" + sku; return await http.GetFromJsonAsync<Price>(url); }");

    [Fact]
    public Task What_is_said_not_to_be_null_may_be_null_until_then() => FixesBody(
        """
        var all = new List<string>();
        foreach (var sku in skus)
        {
            all.AddRange((await http.[|GetFromJsonAsync|]<List<string>>(sku))!);
        }

        Use(all);
        """,
        """
        var all = new List<string>();
        var fromJsons = new List<string>?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            fromJsons[i] = await http.[|GetFromJsonAsync|]<List<string>>(sku, token);
        });
        foreach (var fromJson in fromJsons)
        {
            all.AddRange(fromJson!);
        }

        Use(all);
        """);

    [Fact]
    public Task A_for_goes_on_to_count() => FixesBody(
        """
        var all = new List<Price?>();
        for (var n = 0; n < skus.Count; n++)
        {
            all.Add(await http.[|GetFromJsonAsync|]<Price>($"prices/{skus[n]}", ct));
        }

        Use(all);
        """,
        """
        var all = new List<Price?>();
        var prices = new Price?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (n, token) =>
        {
            prices[n] = await http.[|GetFromJsonAsync|]<Price>($"prices/{skus[n]}", token);
        });
        for (var n = 0; n < skus.Count; n++)
        {
            all.Add(prices[n]);
        }

        Use(all);
        """);

    // What leaves out elements is asked in both parts, and an element that has a name has it in both.
    [Fact]
    public Task A_for_with_a_local_and_a_test() => FixesBody(
        """
        for (var n = 0; n < skus.Count; n++)
        {
            var sku = skus[n];
            if (sku.Length == 2)
            {
                continue;
            }

            // Ask.
            var text = await http.[|GetStringAsync|](sku);
            Use(sku, text);
        }
        """,
        """
        var texts = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (n, token) =>
        {
            var sku = skus[n];
            if (sku.Length == 2)
            {
                return;
            }

            texts[n] = await http.[|GetStringAsync|](sku, token);
        });
        for (var n = 0; n < skus.Count; n++)
        {
            var sku = skus[n];
            if (sku.Length == 2)
            {
                continue;
            }

            // Ask.
            var text = texts[n];
            Use(sku, text);
        }
        """);

    [Fact]
    public Task A_local_that_only_the_call_needs_moves() => FixesBody(
        """
        for (var n = 0; n < skus.Count; n++)
        {
            var sku = skus[n];
            Use(await http.[|GetStringAsync|](sku));
        }
        """,
        """
        var answers = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (n, token) =>
        {
            var sku = skus[n];
            answers[n] = await http.[|GetStringAsync|](sku, token);
        });
        for (var n = 0; n < skus.Count; n++)
        {
            Use(answers[n]);
        }
        """);

    // Each turn has a place of its own in the array.
    [Fact]
    public Task An_array_that_is_filled_by_the_index() => FixesBody(
        """
        var prices = new Price?[skus.Count];
        for (var n = 0; n < skus.Count; n++)
            prices[n] = await http.[|GetFromJsonAsync|]<Price>($"prices/{skus[n]}", ct);

        Use(prices);
        """,
        """
        var prices = new Price?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (n, token) =>
            prices[n] = await http.[|GetFromJsonAsync|]<Price>($"prices/{skus[n]}", token));

        Use(prices);
        """);

    [Fact]
    public Task Tests_before_and_around_the_call() => FixesBody(
        """
        var n = 0;
        foreach (var sku in skus)
        {
            if (string.IsNullOrEmpty(sku))
                continue;

            if (sku.Length > 2)
            {
                var url = "prices/" + sku;
                var price = await http.[|GetFromJsonAsync|]<Price>(
                    url,
                    ct);
                Use(sku, price);
            }

            n++;
        }

        Use(n);
        """,
        """
        var n = 0;
        var prices = new Price?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            if (string.IsNullOrEmpty(sku))
                return;

            if (sku.Length > 2)
            {
                var url = "prices/" + sku;
                prices[i] = await http.[|GetFromJsonAsync|]<Price>(
                    url,
                    token);
            }
        });
        foreach (var (sku, price) in skus.Zip(prices))
        {
            if (string.IsNullOrEmpty(sku))
                continue;

            if (sku.Length > 2)
            {
                Use(sku, price);
            }

            n++;
        }

        Use(n);
        """);

    // Another of its name stands beside the local: it stays one.
    [Fact]
    public Task A_name_that_is_used_twice() => FixesBody(
        """
        foreach (var sku in skus)
        {
            if (sku.Length > 2)
            {
                var text = await http.[|GetStringAsync|](sku);
                Use(text);
            }

            foreach (var text in skus)
                Use(text);
        }
        """,
        """
        var texts = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            if (sku.Length > 2)
            {
                texts[i] = await http.[|GetStringAsync|](sku, token);
            }
        });
        foreach (var (sku, answer) in skus.Zip(texts))
        {
            if (sku.Length > 2)
            {
                var text = answer;
                Use(text);
            }

            foreach (var text in skus)
                Use(text);
        }
        """);

    // The client has read all of a response that it returns.
    [Fact]
    public Task A_response_that_is_disposed_of_and_tells_whether_to_go_on() => FixesBody(
        """
        var all = new List<Price?>();
        foreach (var sku in skus)
        {
            using var response = await http.[|GetAsync|]($"prices/{sku}", ct);
            if (response.IsSuccessStatusCode)
            {
                var price = await response.Content.ReadFromJsonAsync<Price>(ct);
                all.Add(price);
            }
        }

        Use(all);
        """,
        """
        var all = new List<Price?>();
        var responses = new HttpResponseMessage[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            responses[i] = await http.[|GetAsync|]($"prices/{sku}", token);
        });
        foreach (var answer in responses)
        {
            using var response = answer;
            if (response.IsSuccessStatusCode)
            {
                var price = await response.Content.ReadFromJsonAsync<Price>(ct);
                all.Add(price);
            }
        }

        Use(all);
        """);

    [Fact]
    public Task A_turn_that_is_skipped_is_left() => FixesBody(
        """
        foreach (var sku in skus)
        {
            if (sku.Length == 2)
                continue;

            using var response = await http.[|PostAsync|]("sold", new StringContent(sku), ct);
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException("not sold", null, response.StatusCode);

            foreach (var c in sku)
            {
                if (c == 'x')
                    continue;
            }
        }
        """,
        """
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(skus, options, async (sku, token) =>
        {
            if (sku.Length == 2)
                return;

            using var response = await http.[|PostAsync|]("sold", new StringContent(sku), token);
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException("not sold", null, response.StatusCode);

            foreach (var c in sku)
            {
                if (c == 'x')
                    continue;
            }
        });
        """);

    // Of what is only asked for, nothing is left behind when a turn fails.
    [Fact]
    public Task A_failure_before_and_after_the_answer() => FixesBody(
        """
        var all = new List<string>();
        foreach (var sku in skus)
        {
            using var response = await http.[|GetAsync|](sku, ct);
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException(sku);
            }

            var text = await response.Content.ReadAsStringAsync(ct);
            if (text.Length == 0)
                throw new InvalidOperationException(sku);

            all.Add(text);
        }

        Use(all);
        """,
        """
        var all = new List<string>();
        var texts = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            using var response = await http.[|GetAsync|](sku, token);
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException(sku);
            }

            texts[i] = await response.Content.ReadAsStringAsync(token);
        });
        foreach (var (sku, text) in skus.Zip(texts))
        {
            if (text.Length == 0)
                throw new InvalidOperationException(sku);

            all.Add(text);
        }

        Use(all);
        """);

    // A parameter is the call's own, whatever is put into it.
    [Fact]
    public Task Behind_a_method_that_gives_its_parameter_another_value() => FixesBody(
        """
        foreach (var sku in skus)
        {
            Use(await [|TextAsync|](sku));
        }
        """,
        """
        var answers = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, _) =>
        {
            var sku = skus[i];
            answers[i] = await [|TextAsync|](sku);
        });
        foreach (var answer in answers)
        {
            Use(answer);
        }
        """,
        "private async Task<string> TextAsync(string url) { url = url.Trim(); Uri at; at = new Uri(url, UriKind.Relative); return await http.GetStringAsync(at); }");

    // What is left in order may wait for something itself.
    [Fact]
    public Task The_rest_of_a_turn_keeps_its_own_waiting() => FixesBody(
        """
        foreach (var sku in skus)
        {
            var price = await http.[|GetFromJsonAsync|]<Price>(sku);
            Use(await db.Products.FirstOrDefaultAsync(p => p.Sku == sku), price);
        }
        """,
        """
        var prices = new Price?[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            prices[i] = await http.[|GetFromJsonAsync|]<Price>(sku, token);
        });
        foreach (var (sku, price) in skus.Zip(prices))
        {
            Use(await db.Products.FirstOrDefaultAsync(p => p.Sku == sku), price);
        }
        """);

    // What is filled after the call, and asked about only there; a logger; what each turn makes for itself.
    [Fact]
    public Task What_only_the_rest_of_a_turn_reads_may_change() => FixesBody(
        """
        var all = new List<string>();
        foreach (var sku in skus)
        {
            var text = await http.[|GetStringAsync|](sku);
            if (!all.Contains(text))
                all.Add(text);
        }

        Use(all);
        """,
        """
        var all = new List<string>();
        var texts = new string[skus.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForEachAsync(Enumerable.Range(0, skus.Count), options, async (i, token) =>
        {
            var sku = skus[i];
            texts[i] = await http.[|GetStringAsync|](sku, token);
        });
        foreach (var text in texts)
        {
            if (!all.Contains(text))
                all.Add(text);
        }

        Use(all);
        """);

    [Theory]
    // Nobody says how many elements there are, or all are not wanted.
    [InlineData("for (var n = skus.Count - 1; n >= 0; n--) Use(await http.GetStringAsync(skus[n]));", "only a foreach")]
    [InlineData("for (var n = 1; n < skus.Count; n++) Use(await http.GetStringAsync(skus[n] + skus[n - 1]));", "only a foreach")]
    [InlineData("await Task.WhenAll(skus.Select(async sku => { var text = await http.GetStringAsync(sku); Use(text); }));", "only a foreach")]
    [InlineData("foreach (var sku in skus) { var text = await http.GetStringAsync(sku); if (text.Length == 0) break; Use(text); }", "end before its last")]
    [InlineData("foreach (var sku in skus) { using var r = await http.GetAsync(sku); if (!r.IsSuccessStatusCode) break; Use(await r.Content.ReadAsStringAsync()); }", "end before its last")]
    [InlineData("foreach (var sku in skus) { using var r = await http.GetAsync(sku, HttpCompletionOption.ResponseHeadersRead); if (r.IsSuccessStatusCode) Use(await r.Content.ReadAsStringAsync()); }", "disposed of")]
    [InlineData("foreach (var sku in skus) { using var r = await Headers(sku); if (r.IsSuccessStatusCode) Use(await r.Content.ReadAsStringAsync()); }", "disposed of")]
    // What was sent after the one that failed stays sent.
    [InlineData("foreach (var sku in skus) { using var r = await http.PostAsync(sku, null); var text = await r.Content.ReadAsStringAsync(); if (text.Length == 0) throw new InvalidOperationException(); Use(text); }", "end before its last")]
    [InlineData("foreach (var sku in skus) { var r = await http.PostAsync(sku, null); Use(r.IsSuccessStatusCode ? sku : throw new InvalidOperationException()); }", "end before its last")]
    // A condition that may answer otherwise when it is asked again, or that what it lets through may change.
    [InlineData("foreach (var sku in skus) { if (sku.StartsWith('A')) continue; Use(await http.GetStringAsync(sku)); }", "under a condition")]
    [InlineData("var left = 3; foreach (var sku in skus) { if (left == 0) continue; Use(await http.GetStringAsync(sku)); left--; }", "under a condition")]
    [InlineData("foreach (var sku in skus) { if (_calls > 3) continue; var text = await http.GetStringAsync(sku); Grow(text); }", "'_calls' changes")]
    [InlineData("foreach (var sku in skus) { if (_most.Count > sku.Length) continue; var text = await http.GetStringAsync(sku); Grow(text); }", "'_most' changes")]
    [InlineData("foreach (var sku in skus) { Use(sku); if (sku.Length > 0) Use(await http.GetStringAsync(sku)); }", "a delegate is called")]
    [InlineData("foreach (var sku in skus) { if (sku.Length > 0) Use(await http.GetStringAsync(sku)); else Use(sku); }", "a delegate is called")]
    [InlineData("foreach (var sku in skus) { if (sku.Length > 0\n    && sku.Length < 9) Use(await http.GetStringAsync(sku)); }", "several lines")]
    // A turn needs what the one before it found.
    [InlineData("var next = \"\"; foreach (var sku in skus) next = await http.GetStringAsync(sku + next); Use(next);", "'next' changes")]
    [InlineData("var n = 0; foreach (var sku in skus) { n++; Use(await http.GetStringAsync(sku + n)); }", "'n' changes")]
    [InlineData("foreach (var sku in skus) { Use(await http.GetStringAsync(sku)); await http.DeleteAsync(sku); }", "may count on it")]
    [InlineData("foreach (var sku in skus) { await http.PostAsync(sku, null); db.Products.Add(new Product { Sku = sku }); await db.SaveChangesAsync(); }", "may count on it")]
    // The same where what changes is filled and not assigned, or read by a member that is called.
    [InlineData("var all = new List<string>(); foreach (var sku in skus) { var text = await http.GetStringAsync($\"{sku}/{all.Count}\"); all.Add(text); } Use(all);", "'all' changes")]
    [InlineData("var all = new Dictionary<string, string>(); foreach (var sku in skus) { var text = await http.GetStringAsync($\"{sku}?{string.Join(',', all.Keys)}\"); all[sku] = text; } Use(all);", "'all' changes")]
    [InlineData("var sizes = new int[3]; foreach (var sku in skus) { var text = await http.GetStringAsync($\"{sku}/{sizes[0]}\"); sizes[0] = text.Length; } Use(sizes);", "'sizes' changes")]
    [InlineData("var text = new System.Text.StringBuilder(); foreach (var sku in skus) { text.Append(await http.GetStringAsync(sku + text.Length)); } Use(text);", "'text' changes")]
    [InlineData("var all = new List<string>(); foreach (var sku in skus) { var text = await http.GetStringAsync(sku + all.Count); Fill(all, text); } Use(all);", "'all' changes")]
    [InlineData("var n = 0; foreach (var sku in skus) { var url = Next(sku); var text = await http.GetStringAsync(url); n += text.Length; } Use(n); string Next(string sku) => sku + n;", "'n' changes")]
    [InlineData("foreach (var sku in skus) { var text = await Continued(sku); Token = text; Use(text); }", "'Token' changes")]
    [InlineData("foreach (var sku in skus)\n{\n    #region ask\n    var text = await http.GetStringAsync(sku);\n    #endregion\n    Use(text);\n}", "directives")]
    // Several at the same time would meet in what is made for one.
    [InlineData("foreach (var sku in skus) { http.DefaultRequestHeaders.Add(\"X-Sku\", sku); Use(await http.GetStringAsync(sku)); }", "'Add'")]
    [InlineData("foreach (var sku in skus) Use(await Stored(sku));", "'Set'")]
    [InlineData("foreach (var sku in skus) Use(await Counted(sku));", "'_calls' would be changed")]
    [InlineData("foreach (var sku in skus) Use(await Remembered(sku));", "'Add'")]
    [InlineData("var e = skus.ToList().GetEnumerator(); foreach (var sku in skus) { e.MoveNext(); Use(await http.GetStringAsync(sku + e.Current)); }", "'MoveNext'")]
    [InlineData("Func<string, string> url = s => s; foreach (var sku in skus) Use(await http.GetStringAsync(url(sku)));", "delegate")]
    // What is not awaited goes out at once already; a rest needs what was made before the call.
    [InlineData("var tasks = new List<Task<string>>(); foreach (var sku in skus) tasks.Add(http.GetStringAsync(sku)); await Task.WhenAll(tasks);", "not awaited")]
    [InlineData("foreach (var sku in skus) { var url = sku + \"/\"; Use(url, await http.GetStringAsync(url)); }", "is used after it")]
    public async Task Refused(string body, string reason) => Assert.Contains(reason, await Refusal.OfAsync<RemoteCallInLoopAnalyzer, RemoteCallInLoopFix>(File(body,
        """
        private Task<HttpResponseMessage> Headers(string sku) => http.GetAsync(sku, HttpCompletionOption.ResponseHeadersRead);
        private int _calls;
        private readonly List<string> _most = [];
        private void Grow(string text) { _calls += text.Length; _most.Add(text); used([text]); }
        private readonly List<string> _seen = [];
        private async Task<string?> Stored(string sku) { var text = await http.GetStringAsync(sku); if (text.Length == 0) text = (await db.Products.FirstAsync(p => p.Sku == text)).Name; return text; }
        private string Token { get; set; } = "";
        private Task<string> Continued(string sku) => http.GetStringAsync(sku + Token);
        private static void Fill(List<string> all, string text) { if (text.Length > 0) all.Add(text); }
        private async Task<string> Counted(string sku) { _calls++; return await http.GetStringAsync(sku); }
        private async Task<string> Remembered(string sku) { _seen.Add(sku); return await http.GetStringAsync(sku + _calls); }
        """)), StringComparison.Ordinal);
}
