using System.Text.Json;
using CsCheck;
using KdHost.MLflow.Rest.Wire;
using KdHost.MLflow.Tests.Support;

namespace KdHost.MLflow.Tests.Limits;

public sealed class BatchSplitterTests
{
    private static RunBatch Of(int parameters, int metrics, int tags, int length = 1) => new()
    {
        Params = [.. Enumerable.Range(0, parameters).Select(i => new Param($"p{i}", new string('v', length)))],
        Metrics = Some.Metrics(metrics).Metrics,
        Tags = [.. Enumerable.Range(0, tags).Select(i => new Tag($"t{i}", new string('"', length)))],
    };

    private static RunBatch[] Split(RunBatch batch) => [.. BatchSplitter.Split(batch, BatchLimits.Server)];

    [Theory]
    [InlineData(100, 900, 0, 1)]
    [InlineData(101, 0, 0, 2)]
    [InlineData(100, 901, 0, 2)]
    [InlineData(0, 1000, 0, 1)]
    [InlineData(0, 1001, 0, 2)]
    [InlineData(0, 0, 100, 1)]
    [InlineData(0, 0, 101, 2)]
    [InlineData(0, 0, 0, 0)]
    public void A_piece_holds_as_much_as_a_server_takes_and_no_more(int parameters, int metrics, int tags, int pieces) =>
        Assert.Equal(pieces, Split(Of(parameters, metrics, tags)).Length);

    [Fact]
    public void Metrics_come_after_the_last_param_and_tags_after_the_last_metric()
    {
        var pieces = Split(Of(150, 1500, 2));
        Assert.Equal([(100, 0, 0), (50, 950, 0), (0, 550, 2)], pieces.Select(piece => (piece.Params.Count, piece.Metrics.Count, piece.Tags.Count)));
    }

    [Fact]
    public void Bodies_stay_below_a_megabyte()
    {
        var pieces = Split(Of(100, 0, 100, length: 5000));
        Assert.True(pieces.Length > 3);
        foreach (var piece in pieces)
        {
            var body = new WireBatch { RunId = new string('r', 256), Params = piece.Params, Metrics = piece.Metrics, Tags = piece.Tags };
            Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.WireBatch).Length, 0, MlflowLimits.BodyBytes);
        }
    }

    [Fact]
    public void No_body_is_larger_than_the_splitter_believes()
    {
        var texts = Gen.String[0, 20];
        Gen.Select(texts, texts, Gen.Double, Gen.Long).Sample((key, value, number, integer) =>
        {
            var body = new WireBatch
            {
                RunId = new string('r', 256),
                Params = [new Param(key, value)],
                Metrics = [new Metric(key, number, integer, integer)],
                Tags = [new Tag(key, value)],
            };
            var limits = BatchLimits.Server with { Bytes = JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.WireBatch).Length - 1 };
            return BatchSplitter.Split(new RunBatch { Params = body.Params, Metrics = body.Metrics, Tags = body.Tags }, limits).Count() > 1;
        });
    }

    [Fact]
    public void Equal_things_are_kept_once_and_of_tags_the_last()
    {
        var piece = Assert.Single(Split(new RunBatch
        {
            Params = [new("lr", "0.1"), new("lr", "0.1")],
            Metrics = [new("x", double.NaN, 1, 1), new("x", double.NaN, 1, 1), new("x", 2, 1, 1)],
            Tags = [new("t", "1"), new("u", "1"), new("t", "2")],
        }));
        Assert.Equal([new Param("lr", "0.1")], piece.Params);
        Assert.Equal([new("x", double.NaN, 1, 1), new Metric("x", 2, 1, 1)], piece.Metrics);
        Assert.Equal([new("u", "1"), new Tag("t", "2")], piece.Tags);
    }

    [Fact]
    public void Two_values_of_a_param_are_refused()
    {
        var e = Assert.Throws<MlflowException>(() => Split(new RunBatch { Params = [new("lr", "0.1"), new("lr", "0.2")] }));
        Assert.Contains("\"0.1\" and \"0.2\"", e.Message, StringComparison.Ordinal);
    }
}
