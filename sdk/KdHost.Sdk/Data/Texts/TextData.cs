namespace KdHost.Sdk.Data.Texts;

/// <summary>A data set of texts in three parts that never overlap.</summary>
/// <param name="Source">What the data set is.</param>
/// <param name="Training">Texts to learn from; the vocabulary is made of them alone.</param>
/// <param name="Validation">Texts to choose on, taken from the official training texts.</param>
/// <param name="Test">The official test texts.</param>
public sealed record TextData(TextSource Source, TrainingTexts Training, ValidationTexts Validation, TestTexts Test)
{
    private const long SplitSeed = 0;
    private const double ValidationShare = 0.1;

    /// <summary>Loads a data set that stands under the data root; a tenth of its training texts, stratified, is kept apart for validation.</summary>
    /// <param name="name">Name of the data set, such as <c>large-movie-review</c>.</param>
    /// <param name="root">Where its files stand.</param>
    /// <exception cref="Faults.FaultException">The name is unknown, or a file is missing or damaged.</exception>
    public static TextData Load(string name, DataRoot root)
    {
        var source = DataSets.Get<TextSource>(name);
        DataSets.Require(source, root);
        var (training, test) = source.Read(root);
        var order = StratifiedOrder.Of(training.Labels, SplitSeed);
        var apart = (int)Math.Round(ValidationShare * training.Count);
        return new TextData(source, new(training.Pick(order[apart..])), new(training.Pick(order[..apart])), new(test));
    }
}

/// <summary>Texts that a student learns from.</summary>
/// <param name="Texts">The texts.</param>
public sealed record TrainingTexts(TextSet Texts);

/// <summary>Texts on which every choice is made.</summary>
/// <param name="Texts">The texts.</param>
public sealed record ValidationTexts(TextSet Texts);

/// <summary>Texts that are looked at for the report alone.</summary>
/// <param name="Texts">The texts.</param>
public sealed record TestTexts(TextSet Texts);
