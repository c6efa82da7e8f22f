namespace KdHost.Sdk.Methods;

/// <summary>A method as the host sees it. Derive from <see cref="Method{TOptions}"/> instead of implementing this.</summary>
public interface IMethod
{
    /// <summary>The options record: its properties are the hyper-parameters.</summary>
    Type OptionsType { get; }

    /// <summary>What is wrong with a combination of options whose single values are all valid.</summary>
    /// <param name="options">An instance of <see cref="OptionsType"/>.</param>
    /// <returns>One fault a problem, with <see cref="Faults.Fault.Key"/> set to the option's path; empty when all is well.</returns>
    IEnumerable<Faults.Fault> Check(object options);

    /// <summary>Runs one trial to its end on the calling thread.</summary>
    /// <param name="options">An instance of <see cref="OptionsType"/>.</param>
    /// <param name="trial">Seed, device and doors.</param>
    /// <exception cref="OperationCanceledException">The trial was asked to stop and has saved what it could.</exception>
    void Run(object options, Trial trial);
}
