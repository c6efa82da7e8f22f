using KdHost.Sdk.Data;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Sdk.Tests.Training;

public sealed class DataUsesTests
{
    private static List<DataUse> Of(ImageData data)
    {
        var inputs = new Kept();
        inputs.Log(data);
        return inputs.Uses;
    }

    [Fact]
    public void The_three_parts_of_a_data_set_are_told_with_their_sizes()
    {
        var uses = Of(ImageData.Load("digits", DataRoot.Default));
        Assert.Equal([("training", 1000), ("validation", 297), ("test", 500)], uses.Select(use => (use.Context, use.Samples)));
        Assert.All(uses, use => Assert.Equal(("digits", 10, 32), (use.Name, use.Classes, use.Digest.Length)));
    }

    [Fact]
    public void Equal_images_have_equal_digests_and_others_have_not()
    {
        var data = ImageData.Load("digits", DataRoot.Default);
        var (whole, again, half) = (Of(data), Of(ImageData.Load("digits", DataRoot.Default)), Of(data.WithTrainingFraction(0.5)));
        Assert.Equal(whole.Select(use => use.Digest), again.Select(use => use.Digest));
        Assert.Equal([false, true, true], whole.Zip(half, (first, second) => first.Digest == second.Digest));
        Assert.Equal(3, whole.Select(use => use.Digest).Distinct().Count());
    }

    private sealed class Kept : IInputs
    {
        public List<DataUse> Uses { get; } = [];

        public void Log(DataUse use) => Uses.Add(use);
    }
}
