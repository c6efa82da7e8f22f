using KdHost.MLflow.Fake.Protocol;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Which handler a method and path mean.</summary>
internal sealed class Routes
{
    private readonly List<Route> _all = [];

    internal delegate FakeAnswer Handler(FakeRequest request);

    /// <summary>A path; one that ends in <c>/*</c> stands for all below it.</summary>
    internal void Add(string method, string path, Handler handler, Shape? shape = null) =>
        _all.Add(new Route(method, path.TrimEnd('*'), path.EndsWith('*'), handler, shape));

    /// <summary>A POST under the tracking prefix, with the shape of that name.</summary>
    internal void Post(string endpoint, Handler handler) =>
        Add("POST", $"/api/2.0/mlflow/{endpoint}", handler, Shapes.Of(endpoint));

    internal void Get(string endpoint, Handler handler) => Add("GET", $"/api/2.0/mlflow/{endpoint}", handler);

    internal Route? Find(string method, string path) => _all.Find(route => route.Method == method && route.Fits(path));

    internal bool Knows(string path) => _all.Exists(route => route.Fits(path));

    internal sealed record Route(string Method, string Path, bool IsPrefix, Handler Handler, Shape? Shape)
    {
        internal bool Fits(string path) => IsPrefix ? path.StartsWith(Path, StringComparison.Ordinal) && path.Length > Path.Length : path == Path;
    }
}
