using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Data;

/// <summary>A data set: its name, its files and how to tell that they are whole.</summary>
public abstract class DataSource
{
    /// <summary>The name in experiment files, such as <c>fashion-mnist</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Files that must stand under the data root; none for a data set that travels inside the product.</summary>
    public virtual IReadOnlyList<RemoteFile> Files => [];

    /// <summary>Whether the data can be read from other files than <see cref="Files"/>, such as unpacked ones or a part of the set.</summary>
    /// <param name="root">Where they would stand.</param>
    public virtual bool HasOtherFiles(DataRoot root) => false;

    /// <summary>What is missing before the data set can be read, apart from <see cref="Files"/>.</summary>
    /// <param name="root">Where it should stand.</param>
    /// <returns>A fault that says what to put where; null when all is there.</returns>
    public virtual Fault? Problem(DataRoot root) => null;

    /// <summary>Reads all of it once, to tell whether the files are whole.</summary>
    /// <param name="root">Where they stand.</param>
    /// <exception cref="FaultException">A file is damaged.</exception>
    public abstract void Verify(DataRoot root);
}
