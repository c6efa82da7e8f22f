using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KdHost.EndToEnd.Tests.Support;

/// <summary>A mirror of data sets in this process.</summary>
internal sealed class DataServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _application;

    private DataServer(WebApplication application) => _application = application;

    /// <summary>Path and range of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What <c>KDHOST_DATAMIRROR</c> is set to.</summary>
    public string Address => _application.Urls.Single();

    /// <summary>Starts a mirror.</summary>
    /// <param name="answer">Answers a request.</param>
    public static async Task<DataServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new DataServer(builder.Build());
        server._application.Run(context =>
        {
            server.Requests.Enqueue($"{context.Request.Path} {context.Request.Headers.Range}".TrimEnd());
            return answer(context);
        });
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Answers with a part of a file as servers do, and breaks the connection after some bytes.</summary>
    public static async Task SendAsync(HttpContext context, byte[] content, int breakAfter = int.MaxValue)
    {
        var from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        context.Response.StatusCode = from > 0 ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        context.Response.ContentLength = content.Length - from;
        var part = content.AsMemory((int)from);
        await context.Response.Body.WriteAsync(part[..Math.Min(part.Length, breakAfter)]);
        await context.Response.Body.FlushAsync();
        if (breakAfter >= part.Length)
            return;
        await Task.Delay(ReadingTime); // a reset overtakes bytes that the other end has not read yet
        context.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(hurry.Token);
        await _application.DisposeAsync();
    }
}
