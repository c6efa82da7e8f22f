using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Sqlite;

public sealed class StructureTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<string> NewFileAsync()
    {
        var path = _folder.File("ours.db");
        await new SqliteTrackingStore(path).DisposeAsync();
        return path;
    }

    [Fact]
    public async Task A_new_file_has_the_structure_of_the_one_that_mlflow_made()
    {
        var real = SharedData.CopyStore("mlflow-2.9-acf3f17fdcc7.db", _folder);
        Assert.Equal(Structure.Of(real), Structure.Of(await NewFileAsync()));
    }

    [Fact]
    public async Task A_file_for_the_oldest_version_has_the_structure_of_the_one_that_it_made()
    {
        var real = SharedData.CopyStore("mlflow-2.0-97727af70f4d.db", _folder);
        var path = _folder.File("old.db");
        await new SqliteTrackingStore(path, new MlflowOptions { LocalSchema = LocalSchema.Mlflow20 }).DisposeAsync();
        Assert.Equal(Structure.Of(real), Structure.Of(path));
        Assert.Equal(Structure.Constraints(real), Structure.Constraints(path));
        Assert.Equal(["97727af70f4d"], Structure.Query(path, "SELECT version_num FROM alembic_version"));
    }

    [Fact]
    public async Task Constraints_have_the_names_that_migrations_look_for()
    {
        var real = SharedData.CopyStore("mlflow-2.9-acf3f17fdcc7.db", _folder);
        Assert.Equal(Structure.Constraints(real), Structure.Constraints(await NewFileAsync()));
    }

    [Fact]
    public async Task A_new_file_says_its_revision_and_has_the_default_experiment()
    {
        var path = await NewFileAsync();
        Assert.Equal(["acf3f17fdcc7"], Structure.Query(path, "SELECT version_num FROM alembic_version"));
        Assert.Equal(
            [$"0|Default|{_folder.File("mlartifacts/0")}|active"],
            Structure.Query(path, "SELECT experiment_id, name, artifact_location, lifecycle_stage FROM experiments"));
    }

    [Fact]
    public async Task A_run_has_the_rows_that_mlflow_writes()
    {
        var real = SharedData.CopyStore("mlflow-2.9-acf3f17fdcc7.db", _folder);
        var path = _folder.File("ours.db");
        await using (var store = new SqliteTrackingStore(path))
            await RealRun.WriteAsync(store);

        foreach (var query in RealRun.Queries)
            Assert.Equal(Structure.Query(real, query), Structure.Query(path, query));
    }
}
