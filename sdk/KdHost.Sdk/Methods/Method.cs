using KdHost.Sdk.Faults;

namespace KdHost.Sdk.Methods;

/// <summary>Base class of every method: one class, one options record.</summary>
/// <typeparam name="TOptions">
/// An immutable record with a parameterless constructor. Each property is a hyper-parameter: its name in camel case is the key
/// in experiment files, its initial value the default, its data annotations the valid range, its doc comment the help text.
/// </typeparam>
public abstract class Method<TOptions> : IMethod
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <summary>Runs one trial to its end. Everything that the method may use comes from <paramref name="trial"/>.</summary>
    /// <param name="trial">Options, seed, device and the doors to the outside.</param>
    /// <exception cref="OperationCanceledException">The trial was asked to stop and has saved what it could.</exception>
    protected abstract void Run(Trial<TOptions> trial);

    /// <summary>What is wrong with a combination of options whose single values are all valid.</summary>
    /// <param name="options">The bound options.</param>
    protected virtual IEnumerable<Fault> Check(TOptions options) => [];

    IEnumerable<Fault> IMethod.Check(object options) => Check((TOptions)options);

    void IMethod.Run(object options, Trial trial) => Run(new Trial<TOptions>((TOptions)options, trial));
}
