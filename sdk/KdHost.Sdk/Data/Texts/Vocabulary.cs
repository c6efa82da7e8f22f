namespace KdHost.Sdk.Data.Texts;

/// <summary>The words that a model knows, numbered from the most frequent: 0 is padding, 1 stands for every other word.</summary>
public sealed class Vocabulary
{
    /// <summary>Number of the padding.</summary>
    public const int Padding = 0;

    /// <summary>Number of a word that is not in the vocabulary.</summary>
    public const int Unknown = 1;

    private readonly Dictionary<string, int> _numbers;

    private Vocabulary(IReadOnlyList<string> words)
    {
        Words = words;
        _numbers = words.Index().ToDictionary(pair => pair.Item, pair => pair.Index + Unknown + 1, StringComparer.Ordinal);
    }

    /// <summary>The words, most frequent first; words of equal frequency in alphabetical order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Numbers in use, padding and unknown included.</summary>
    public int Size => Words.Count + Unknown + 1;

    /// <summary>Makes a vocabulary from training texts alone, so that nothing of validation or test texts is known.</summary>
    /// <param name="training">The training texts.</param>
    /// <param name="largest">Most words, at least 1.</param>
    /// <param name="leastCount">How often a word must occur.</param>
    public static Vocabulary Of(TrainingTexts training, int largest = 20_000, int leastCount = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, 1);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in training.Texts.Texts.SelectMany(Tokenizer.Words))
            counts[word] = counts.GetValueOrDefault(word) + 1;
        return new Vocabulary([.. counts.Where(pair => pair.Value >= leastCount).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(largest).Select(pair => pair.Key)]);
    }

    /// <summary>A text as numbers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Most words that are kept, from the beginning.</param>
    public IReadOnlyList<int> Encode(string text, int longest) =>
        [.. Tokenizer.Words(text).Take(longest).Select(word => _numbers.GetValueOrDefault(word, Unknown))];
}
