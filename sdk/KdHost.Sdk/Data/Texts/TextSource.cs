namespace KdHost.Sdk.Data.Texts;

/// <summary>A data set of texts with classes.</summary>
public abstract class TextSource : DataSource
{
    /// <summary>Number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>Reads training and test texts from the files.</summary>
    /// <param name="root">Where the files stand.</param>
    /// <exception cref="Faults.FaultException">A file is damaged.</exception>
    public abstract (TextSet Training, TextSet Test) Read(DataRoot root);

    /// <inheritdoc/>
    public override void Verify(DataRoot root) => Read(root);
}
