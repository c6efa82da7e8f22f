using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Subsets;

namespace KdHost.Sdk.Tests.Data;

public sealed class SubsetTests
{
    private static readonly ImageSet Training = ImageData.Load("digits", new DataRoot("nowhere")).Training.Images;

    [Fact]
    public void The_same_number_of_each_class_is_drawn_and_fewer_are_part_of_more()
    {
        var (small, large) = (Subset.PerClass(Training, 5, seed: 1), Subset.PerClass(Training, 20, seed: 1));
        Assert.All(small.Labels.CountBy(label => label), pair => Assert.Equal(5, pair.Value));
        Assert.Equal((50, 200), (small.Count, large.Count));
        Assert.Subset(Keys(large), Keys(small));
        Assert.NotEqual(small.CopyPixels(), Subset.PerClass(Training, 5, seed: 2).CopyPixels());
    }

    [Fact]
    public void A_long_tail_falls_geometrically_from_the_first_class_to_the_last()
    {
        var counts = Subset.LongTail(Training, 10, 20, seed: 1).Labels.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value).ToList();
        var first = Training.Labels.Count(label => label == 0);
        Assert.Equal(first, counts[0]);
        Assert.Equal(Math.Round(first / 20.0), counts[9]);
        Assert.Equal(counts.OrderDescending(), counts);
    }

    [Fact]
    public void Labelled_held_out_and_unlabelled_images_share_none_and_labels_are_gone()
    {
        var split = LabelledSplit.Of(new TrainingSplit(Training), labelled: 50, heldOut: 100, seed: 3);
        Assert.Equal((50, 100, 850), (split.Labelled.Images.Count, split.HeldOut.Images.Count, split.Unlabelled.Images.Count));
        Assert.Equal(1000, Keys(split.Labelled.Images).Concat(Keys(split.HeldOut.Images)).Concat(Keys(split.Unlabelled.Images)).Distinct().Count());
        Assert.All(split.Unlabelled.Images.Labels, label => Assert.Equal(0, label));
        Assert.Equal(10, split.Unlabelled.TrueLabels.Distinct().Count());
        var more = LabelledSplit.Of(new TrainingSplit(Training), labelled: 200, heldOut: 100, seed: 3);
        Assert.Equal(split.HeldOut.Images.CopyPixels(), more.HeldOut.Images.CopyPixels());
        Assert.Subset(Keys(more.Labelled.Images), Keys(split.Labelled.Images));
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelledSplit.Of(new TrainingSplit(Training), 950, 100, seed: 3));
    }

    [Fact]
    public void Stratified_labels_hold_the_classes_in_their_proportions()
    {
        var split = LabelledSplit.Of(new TrainingSplit(Training), labelled: 100, heldOut: 100, seed: 3, stratified: true);
        Assert.All(split.Labelled.Images.Labels.CountBy(label => label), pair => Assert.InRange(pair.Value, 8, 12));
    }

    [Fact]
    public void Symmetric_noise_is_wrong_as_often_as_asked_evenly_and_more_contains_less()
    {
        var labels = Enumerable.Range(0, 20_000).Select(i => i % 10).ToList();
        var (some, more) = (LabelNoise.Symmetric(labels, 10, 0.2, seed: 1), LabelNoise.Symmetric(labels, 10, 0.4, seed: 1));
        var wrong = Enumerable.Range(0, labels.Count).Where(i => some[i] != labels[i]).ToList();
        Assert.Equal(0.2, wrong.Count / 20_000.0, 0.01);
        Assert.All(wrong, i => Assert.Equal(some[i], more[i]));
        Assert.All(wrong.CountBy(i => (some[i] - labels[i] + 10) % 10), pair => Assert.InRange(pair.Value, wrong.Count / 9 * 0.85, wrong.Count / 9 * 1.15));
    }

    [Fact]
    public void Asymmetric_noise_follows_its_pairs_and_a_matrix_its_rows()
    {
        var labels = Enumerable.Range(0, 10_000).Select(i => i % 10).ToList();
        var noisy = LabelNoise.Asymmetric(labels, LabelNoise.Cifar10Pairs, 0.3, seed: 1);
        Assert.All(Enumerable.Range(0, labels.Count).Where(i => noisy[i] != labels[i]), i => Assert.Equal(LabelNoise.Cifar10Pairs[labels[i]], noisy[i]));
        Assert.Equal(0.15, Enumerable.Range(0, labels.Count).Count(i => noisy[i] != labels[i]) / 10_000.0, 0.01);

        var two = LabelNoise.Matrix([.. labels.Select(label => label % 2)], [[0.9, 0.1], [0.5, 0.5]], seed: 1);
        Assert.Equal(0.1, labels.Index().Where(label => label.Item % 2 == 0).Average(label => two[label.Index]), 0.02);
        Assert.Equal(0.5, labels.Index().Where(label => label.Item % 2 == 1).Average(label => two[label.Index]), 0.03);
        Assert.Throws<ArgumentException>(() => LabelNoise.Matrix(labels, [[0.9, 0.2], [0.5, 0.5]], seed: 1));
    }

    private static HashSet<string> Keys(ImageSet images) => [.. images.CopyPixels().Chunk(64).Select(Convert.ToHexString)];
}
