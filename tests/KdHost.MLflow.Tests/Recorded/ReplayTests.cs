using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KdHost.MLflow.Fake;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Recorded;

/// <summary>The fake answers what real servers answered.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(FakeProfile.V3)]
    [InlineData(FakeProfile.V2)]
    [InlineData(FakeProfile.FileStore)]
    public async Task The_fake_answers_like_the_recorded_server(FakeProfile profile)
    {
        // Some recordings show what strict mode is there to forbid.
        await using var server = await FakeMlflow.StartAsync(new FakeOptions { Profile = profile, Strict = false });
        using var http = new HttpClient { BaseAddress = server.Address };
        await MakeRoomForIdThree(http, profile);

        var ids = new IdMap();
        var differences = new List<string>();
        var recordings = Recording.All().Where(recording => Profile(recording) == profile).ToArray();
        foreach (var recording in recordings)
            differences.AddRange((await ReplayAsync(http, recording, ids)).Select(difference => $"{recording.Name} {difference}"));
        Assert.NotEmpty(recordings);
        Assert.Empty(differences);
    }

    private static FakeProfile Profile(Recording recording) =>
        recording.IsFileStore ? FakeProfile.FileStore : recording.IsVersion2 ? FakeProfile.V2 : FakeProfile.V3;

    private static async Task MakeRoomForIdThree(HttpClient http, FakeProfile profile)
    {
        foreach (var name in profile == FakeProfile.FileStore ? [] : new[] { "one", "two" })
        {
            using var content = new StringContent($$"""{"name": "{{name}}"}""", Encoding.UTF8, "application/json");
            (await http.PostAsync("/api/2.0/mlflow/experiments/create", content, Some.Cancellation)).EnsureSuccessStatusCode();
        }
    }

    private static async Task<IReadOnlyList<string>> ReplayAsync(HttpClient http, Recording recording, IdMap ids)
    {
        var query = string.Join('&', recording.Query().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        using var request = new HttpRequestMessage(new HttpMethod(recording.Method), ids.Translate($"{recording.Path}?{query}"));
        if (recording.Body() is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(ids.Translate(body)));
            if ((string?)recording.Request["headers"]!["Content-Type"] is { } type)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var answer = await http.SendAsync(request, Some.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Some.Cancellation);
        if ((int)answer.StatusCode != recording.Status)
            return [$"{recording.Status} was recorded, {(int)answer.StatusCode} was answered: {text}"];

        var headers = recording.Response["headers"]!.AsObject();
        Assert.Equal((string?)headers["Content-Type"], answer.Content.Headers.ContentType?.ToString());
        Assert.Equal((string?)headers["Content-Disposition"], answer.Content.Headers.ContentDisposition?.ToString());
        if ((string)recording.Response["bodyKind"]! == "text")
            return (string)recording.Response["body"]! == text ? [] : [$"another text: {text}"];

        var actual = JsonNode.Parse(text);
        ids.Learn(recording.Response["body"], actual);
        return [.. AnswerComparer.Differences(JsonNode.Parse(ids.Translate(recording.Response["body"]!.ToJsonString())), actual)];
    }
}
