using System.Text.Json.Nodes;
using KdHost.MLflow.Fake.Protocol;
using KdHost.MLflow.Fake.Search;
using KdHost.MLflow.Fake.State;

namespace KdHost.MLflow.Fake.Handlers;

/// <summary>Experiments.</summary>
internal static class ExperimentHandlers
{
    internal static void Add(Routes routes, FakeState state, FakeProfile profile)
    {
        routes.Post("experiments/create", request => Create(state, request));
        routes.Get("experiments/get", request => One(state.Experiment(request.Query("experiment_id"))));
        routes.Get("experiments/get-by-name", request => One(ByName(state, request.Query("experiment_name"))));
        routes.Post("experiments/search", request => Search(state, request));
        routes.Post("experiments/update", request => Change(state, request, experiment => experiment.Name = request.Text("new_name") ?? ""));
        routes.Post("experiments/delete", request => Move(state, request, isDeleted: true));
        routes.Post("experiments/restore", request => Move(state, request, isDeleted: false));
        routes.Post("experiments/set-experiment-tag", request =>
            Change(state, request, experiment => experiment.Tags[request.Text("key") ?? ""] = request.Text("value") ?? ""));
        if (profile != FakeProfile.V2)
            routes.Post("experiments/delete-experiment-tag", request => Change(state, request, experiment => experiment.Tags.Remove(request.Text("key") ?? "")));
    }

    private static FakeAnswer Create(FakeState state, FakeRequest request)
    {
        var name = request.Text("name") ?? "";
        if (name.Length is 0 or > 500)
            throw Refusal.Invalid($"Invalid experiment name: '{name}'");
        if (state.Experiments.Values.Any(other => other.Name == name))
            throw Refusal.Exists($"Experiment(name={name}) already exists. Error: (sqlite3.IntegrityError) UNIQUE constraint failed");
        var experiment = state.AddExperiment(name, request.Text("artifact_location"));
        foreach (var tag in request.List("tags"))
            experiment.Tags[(string)tag["key"]!] = (string)tag["value"]!;
        return FakeAnswer.Json(new JsonObject { ["experiment_id"] = experiment.Id });
    }

    private static FakeExperiment ByName(FakeState state, string? name) =>
        state.Experiments.Values.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw Refusal.Missing($"Could not find experiment with name '{name}'");

    private static FakeAnswer One(FakeExperiment experiment) =>
        FakeAnswer.Json(new JsonObject { ["experiment"] = Render.Experiment(experiment) });

    private static FakeAnswer Search(FakeState state, FakeRequest request)
    {
        var view = request.Text("view_type") ?? "ACTIVE_ONLY";
        var found = state.Experiments.Values
            .Where(experiment => view == "ALL" || experiment.IsDeleted == (view == "DELETED_ONLY"))
            .Where(experiment => NameFilter.Holds(request.Text("filter"), experiment.Name))
            .OrderByDescending(experiment => experiment.LastUpdateTime)
            .ToArray();
        return Pages.Answer("experiments", found, Render.Experiment, request.Text("page_token"), (int)(request.Number("max_results") ?? 1000));
    }

    private static FakeAnswer Move(FakeState state, FakeRequest request, bool isDeleted) => Change(state, request, experiment =>
    {
        experiment.IsDeleted = isDeleted;
        foreach (var run in state.Runs.Values.Where(run => run.ExperimentId == experiment.Id))
            run.IsDeleted = isDeleted;
    });

    private static FakeAnswer Change(FakeState state, FakeRequest request, Action<FakeExperiment> change)
    {
        var experiment = state.Experiment(request.Text("experiment_id"));
        change(experiment);
        experiment.LastUpdateTime = FakeState.Now;
        return FakeAnswer.Json([]);
    }
}
