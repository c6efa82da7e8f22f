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

/// <summary>An option that names a data set of the SDK. The host sees to it that its files are there before any trial runs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DataSetNameAttribute : NameAttribute
{
    /// <inheritdoc/>
    public override string Kind => "data set";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Names => Data.DataSets.Names;
}

/// <summary>An option whose value is one of a list of names that is known when the program runs.</summary>
public abstract class NameAttribute : ValidationAttribute
{
    /// <summary>What the names are names of, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The valid names.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is null || (value is string name && Names.Contains(name));
}
