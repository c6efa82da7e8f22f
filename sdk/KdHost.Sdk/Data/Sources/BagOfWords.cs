using KdHost.Sdk.Data.Texts;
using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data.Sources;

/// <summary>
/// Texts as bags of words: one grey "pixel" a word of the vocabulary, 1 where the text has the word and 0 elsewhere. The vocabulary is that of the training texts, without their labels.
/// In this form texts go through everything that classifies images, and a linear layer on them is a sum of word embeddings.
/// </summary>
internal abstract class BagOfWords(TextSource texts) : ImageSource
{
    private const int Words = 4096;

    public override string Name => texts.Name + "-words";

    public override ImageShape Shape { get; } = new(1, 1, Words);

    public override int Classes => texts.Classes;

    public override float PixelScale => 1;

    public override IReadOnlyList<float> Mean { get; } = [0];

    public override IReadOnlyList<float> StandardDeviation { get; } = [1];

    public override int DefaultValidationSize => 500;

    public override bool HasOtherFiles(DataRoot root) => Problem(root) is null;

    public override Fault? Problem(DataRoot root)
    {
        try
        {
            DataSets.Require(texts, root);
            return null;
        }
        catch (FaultException error)
        {
            return error.Faults[0];
        }
    }

    public override (ImageSet Training, ImageSet Test) Read(DataRoot root)
    {
        var (training, test) = texts.Read(root);
        var vocabulary = Vocabulary.Of(new TrainingTexts(training), Words);
        return (Bags(training, vocabulary), Bags(test, vocabulary));
    }

    private ImageSet Bags(TextSet set, Vocabulary vocabulary)
    {
        var pixels = new byte[(long)set.Count * Words];
        foreach (var (index, text) in set.Texts.Index())
        {
            foreach (var word in vocabulary.Encode(text, int.MaxValue))
            {
                if (word > Vocabulary.Unknown)
                    pixels[((long)index * Words) + word - Vocabulary.Unknown - 1] = 1;
            }
        }

        return new ImageSet(Shape, pixels, set.Labels);
    }
}

/// <summary>The bags of words of <see cref="LargeMovieReview"/>.</summary>
internal sealed class LargeMovieReviewWords() : BagOfWords(new LargeMovieReview());

/// <summary>The bags of words of <see cref="SentimentSentences"/>.</summary>
internal sealed class SentimentSentencesWords() : BagOfWords(new SentimentSentences());
