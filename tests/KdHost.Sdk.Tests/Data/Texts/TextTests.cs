using KdHost.Sdk.Data;
using KdHost.Sdk.Data.Texts;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Tests.Setup;
using TorchSharp;

namespace KdHost.Sdk.Tests.Data.Texts;

public sealed class TextTests
{
    [Fact]
    public void Reviews_are_read_from_their_archive_in_three_parts()
    {
        var data = TextData.Load("large-movie-review", new DataRoot(SharedFolder.File("data")));
        Assert.Equal((3600, 400, 2000), (data.Training.Texts.Count, data.Validation.Texts.Count, data.Test.Texts.Count));
        Assert.Equal(1000, data.Test.Texts.Labels.Sum());
        Assert.Equal(6000, data.Training.Texts.Texts.Concat(data.Validation.Texts.Texts).Concat(data.Test.Texts.Texts).Count());
    }

    [Fact]
    public void Sentences_are_read_with_a_test_part_of_their_own()
    {
        var data = TextData.Load("sentiment-sentences", new DataRoot(SharedFolder.File("data")));
        Assert.Equal((720, 80, 200), (data.Training.Texts.Count, data.Validation.Texts.Count, data.Test.Texts.Count));
        Assert.InRange(data.Test.Texts.Labels.Sum(), 98, 102);
    }

    [Fact]
    public void Words_are_in_lower_case_without_tags() =>
        Assert.Equal(["it's", "a", "film", ",", "1999", "!", "ça", "va"], Tokenizer.Words("It's a FILM,<br /><br />1999! --- Ça \"va\""));

    [Fact]
    public void The_vocabulary_knows_training_words_alone_most_frequent_first()
    {
        var training = new TrainingTexts(new TextSet(["b a a", "a b c", "d"], [0, 1, 0]));
        var vocabulary = Vocabulary.Of(training, largest: 2, leastCount: 1);
        Assert.Equal(["a", "b"], vocabulary.Words);
        Assert.Equal(4, vocabulary.Size);
        Assert.Equal([2, 3, Vocabulary.Unknown], vocabulary.Encode("a b zebra c", longest: 3));
        Assert.Equal(["a", "b"], Vocabulary.Of(training, leastCount: 2).Words);
    }

    [Fact]
    public void Batches_are_padded_to_their_longest_text_and_follow_seed_and_epoch()
    {
        using var scope = torch.NewDisposeScope();
        var texts = new TextSet(["a", "a b", "b b b", ""], [0, 1, 0, 1]);
        var loader = new TextLoader(texts, Vocabulary.Of(new TrainingTexts(texts), leastCount: 1), 10, 3, torch.CPU, null);
        var batch = loader.Get(0, 0);
        Assert.Equal([3, 3], batch.Words.shape);
        Assert.Equal([3, 0, 0, 3, 2, 0, 2, 2, 2], batch.Words.data<long>().ToArray());
        Assert.Equal([1, 2, 3], batch.Lengths.data<long>().ToArray());
        Assert.Equal([Vocabulary.Unknown], loader.Get(0, 1).Words.data<long>().ToArray()); // an empty text is one unknown word
        var shuffled = new TextLoader(texts, Vocabulary.Of(new TrainingTexts(texts), leastCount: 1), 10, 4, torch.CPU, 1);
        Assert.Equal([0, 1, 2, 3], shuffled.Get(3, 0).Positions.Order());
    }

    [Fact]
    public void A_line_without_a_label_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("sentiment-sentences"));
        File.WriteAllText(Path.Combine(folder.File("sentiment-sentences"), "imdb_labelled.txt"), "good\t1\nbad\t2\n");
        Assert.Contains("line 2 ends in \"2\"", Assert.Throws<FaultException>(() => TextData.Load("sentiment-sentences", new DataRoot(folder.Path))).Message, StringComparison.Ordinal);
    }
}
