using System.Net;
using System.Text;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Rest;

/// <summary>The fake reports what real servers take and corrupt.</summary>
public sealed class StrictModeTests
{
    [Theory]
    [InlineData("runs/log-batch", """{"run_id":"r","metrics":[{"key":"a","value":NaN,"timestamp":1,"step":1}]}""", "bare NaN")]
    [InlineData("runs/log-batch", """{"run_id":"r","metrics":[{"key":"a","value":"abc","timestamp":1,"step":1}]}""", "wrong type for value")]
    [InlineData("runs/log-batch", """{"run_id":"r","metrics":[{"key":"a","value":1,"timestamp":1,"step":2.5}]}""", "wrong type for step")]
    [InlineData("runs/log-batch", """{"run_id":"r","metric":[]}""", "unknown field metric")]
    [InlineData("runs/log-batch", """{"run_id":"r","params":[{"key":"a:b","value":"1"}]}""", "refuses the name a:b")]
    [InlineData("runs/create", """{"experiment_id":"0"}""", "start_time is missing")]
    public async Task A_request_that_corrupts_fails_the_test(string endpoint, string body, string problem)
    {
        var server = await FakeMlflow.StartAsync();
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(new Uri(server.Address, $"/api/2.0/mlflow/{endpoint}"), content, Some.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await server.DisposeAsync());
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
