using KdHost.Host.Hooks;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Experiments.Sections;

/// <summary><c>onFinish</c> and <c>onFailure</c>: commands that are told of the run's end.</summary>
internal static class EndCommandSection
{
    /// <summary>The keys.</summary>
    public static readonly string[] Keys = [EndCommand.OnFinish, EndCommand.OnFailure];

    public static void Check(Declaration file)
    {
        foreach (var key in Keys)
        {
            try
            {
                EndCommand.Parse(file.Root[key], problem => file.At(key, problem));
            }
            catch (FaultException error)
            {
                file.Add(error.Faults[0]);
            }
        }
    }
}
