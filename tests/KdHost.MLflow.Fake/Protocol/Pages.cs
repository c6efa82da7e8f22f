using System.Text.Json.Nodes;

namespace KdHost.MLflow.Fake.Protocol;

/// <summary>Answers in pages.</summary>
internal static class Pages
{
    internal static FakeAnswer Answer<T>(string name, IReadOnlyList<T> items, Func<T, JsonObject> render, string? token, int size)
    {
        var offset = PageToken.Read(token);
        var body = Render.With([], name, items.Skip(offset).Take(size).Select(render));
        if (offset + size < items.Count)
            body["next_page_token"] = PageToken.Write(offset + size);
        return FakeAnswer.Json(body);
    }
}
