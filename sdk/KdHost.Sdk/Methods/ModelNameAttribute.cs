using System.ComponentModel.DataAnnotations;
using KdHost.Sdk.Models;

namespace KdHost.Sdk.Methods;

/// <summary>An option that names a model of the <see cref="ModelCatalog"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ModelNameAttribute : NameAttribute
{
    /// <inheritdoc/>
    public override string Kind => "model";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Names => ModelCatalog.Names;
}

/// <summary>An option that names a graph model of the <see cref="ModelCatalog"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GraphModelNameAttribute : NameAttribute
{
    /// <inheritdoc/>
    public override string Kind => "graph model";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Names => ModelCatalog.GraphNames;
}

/// <summary>
/// An option that names a data set of the SDK: of images, or <c>folder/NAME</c> for images of one's own. The host sees to it that its files are there before any trial runs.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DataSetNameAttribute : NameAttribute
{
    /// <summary>The kind of data: <see cref="Data.ImageSource"/> (the default), <see cref="Data.Graphs.GraphSource"/> or <see cref="Data.Texts.TextSource"/>.</summary>
    public Type Source { get; init; } = typeof(Data.ImageSource);

    /// <inheritdoc/>
    public override string Kind => "data set";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Names => [.. Data.DataSets.Names.Where(name => Source.IsInstanceOfType(Data.DataSets.Get(name)))];

    /// <summary>Whether <c>folder/NAME</c>, a folder of one's own images, is valid too.</summary>
    public bool TakesFolders => Source == typeof(Data.ImageSource);

    /// <inheritdoc/>
    public override bool Accepts(string name) => Names.Contains(name) || (TakesFolders && Data.Sources.ImageFolder.TryParse(name) is not null);
}

/// <summary>An option whose value is one of a list of names that is known when the program runs.</summary>
public abstract class NameAttribute : ValidationAttribute
{
    /// <summary>What the names are names of, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The valid names.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>Whether a name is valid; where names follow a pattern, more than <see cref="Names"/> may be.</summary>
    /// <param name="name">The name.</param>
    public virtual bool Accepts(string name) => Names.Contains(name);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string name && Accepts(name));
}
