namespace KdHost.MLflow.Tests.Support;

/// <summary>Streams as lists.</summary>
public static class Collect
{
    public static async Task<List<T>> ListAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}
