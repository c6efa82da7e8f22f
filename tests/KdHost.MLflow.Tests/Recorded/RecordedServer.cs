using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>Expects the recorded requests in turn, and answers what was recorded.</summary>
public sealed class RecordedServer(params string[] names) : HttpMessageHandler
{
    private readonly Queue<Recording> _expected = new(names.Select(Recording.Of));

    public MlflowClient Client() => new(new Uri("http://recorded"), new MlflowOptions { MaxRetries = 0, WrapHandler = _ => this });

    public void AssertAllWereSent() => Assert.Empty(_expected);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var recording = _expected.Dequeue();
        Assert.Equal(recording.Method, request.Method.Method);
        Assert.Equal(recording.Path, Uri.UnescapeDataString(request.RequestUri!.AbsolutePath));
        var query = string.Join('&', recording.Query().Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(query, Uri.UnescapeDataString(request.RequestUri.Query.TrimStart('?')));

        var sent = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        if (recording.Request["body"] is { } body)
        {
            Assert.True(JsonNode.DeepEquals(body, JsonNode.Parse(sent!)), $"{recording.Name} sent {sent}");
            Assert.Equal("application/json", request.Content!.Headers.ContentType!.ToString());
        }
        else
        {
            Assert.Equal(recording.Body(), sent);
        }

        var isText = (string)recording.Response["bodyKind"]! == "text";
        var answer = isText ? (string)recording.Response["body"]! : recording.Response["body"]!.ToJsonString();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse((string)recording.Response["headers"]!["Content-Type"]!);
        return new HttpResponseMessage((HttpStatusCode)recording.Status) { Content = content, RequestMessage = request };
    }
}
