using KdHost.MLflow.Fake.Faults;
using KdHost.MLflow.Fake.Handlers;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake;

/// <summary>From a request to an answer, without HTTP.</summary>
internal sealed class FakeServer
{
    private readonly FakeOptions _options;
    private readonly FakeState _state;
    private readonly Action<string> _violation;
    private readonly Routes _routes = new();
    private readonly BatchHandler _batches;

    internal FakeServer(FakeOptions options, FakeState state, Action<string> violation)
    {
        _options = options;
        _state = state;
        _violation = violation;
        var rules = new ServerRules(options.Profile);
        _batches = new BatchHandler(state, rules, options.Profile);
        ServerHandlers.Add(_routes, options.Profile);
        ExperimentHandlers.Add(_routes, state, options.Profile);
        new RunHandlers(state, rules, options.Profile).Add(_routes);
        _routes.Post("runs/log-batch", request => _batches.Log(request, null));
        _routes.Post("runs/log-metric", request => _batches.LogOne(request, "metrics"));
        _routes.Post("runs/log-parameter", request => _batches.LogOne(request, "params"));
        new MetricHandlers(state, options.Profile).Add(_routes);
        new ArtifactHandlers(state, options.Presigned).Add(_routes);
        new UploadHandlers(state, options.Multipart).Add(_routes);
        new RegistryHandlers(state).Add(_routes);
        new VersionHandlers(state).Add(_routes);
        if (options.Profile != FakeProfile.V2)
            new LoggedModelHandlers(state).Add(_routes);
    }

    internal FakeAnswer Answer(FakeRequest request, Fault? fault)
    {
        if (_routes.Find(request.Method, request.Path) is not { } route)
        {
            return _routes.Knows(request.Path)
                ? FakeAnswer.Html(405, "Method Not Allowed", "The method is not allowed for the requested URL.")
                : FakeAnswer.NotFound;
        }

        try
        {
            if (route.Shape is { } shape && !TryRead(request, shape))
                return FakeAnswer.ServerError;
            lock (_state.Gate)
                return fault is null || !request.Path.EndsWith("/runs/log-batch", StringComparison.Ordinal) ? route.Handler(request) : _batches.Log(request, fault);
        }
        catch (Refusal refusal)
        {
            return FakeAnswer.Of(refusal, _options.Profile);
        }
    }

    private bool TryRead(FakeRequest request, Shape shape)
    {
        if (!request.HasContentType)
            throw Refusal.Invalid("Bad Request. Content-Type header is missing.");
        if (LenientBody.Read(request.BodyText, shape) is not { } body)
            return false;
        request.Fields = body.Content;
        if (!_options.Strict)
            return true;

        var violations = StrictRules.Violations(request, body).ToArray();
        foreach (var violation in violations)
            _violation($"{request.Method} {request.Path}: {violation}");
        return violations.Length == 0 ? true : throw Refusal.Invalid($"Strict mode: {string.Join("; ", violations)}");
    }
}
