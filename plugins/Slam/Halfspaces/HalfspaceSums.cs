using System.Text.Json;

namespace KdHost.Plugins.Slam;

/// <summary>Errors summed over the runs done so far, which is all that a resumed trial needs: a run is a function of its number.</summary>
internal sealed class HalfspaceSums
{
    private const string FileName = "sums.json";

    /// <summary>Runs done.</summary>
    public int Runs { get; set; }

    /// <summary>Sums of the errors of the last iterate at each point.</summary>
    public required double[] Last { get; init; }

    /// <summary>Sums of their squares.</summary>
    public required double[] LastSquared { get; init; }

    /// <summary>Sums of the errors of the averaged iterate.</summary>
    public required double[] Averaged { get; init; }

    /// <summary>Sums of the errors of the best iterate by held-out examples.</summary>
    public required double[] HeldOut { get; init; }

    /// <summary>Nothing summed yet.</summary>
    public static HalfspaceSums Empty(int points) => new() { Last = new double[points], LastSquared = new double[points], Averaged = new double[points], HeldOut = new double[points] };

    /// <summary>Reads a checkpoint.</summary>
    public static HalfspaceSums Load(string folder) => JsonSerializer.Deserialize<HalfspaceSums>(File.ReadAllText(Path.Combine(folder, FileName)))!;

    /// <summary>Writes a checkpoint.</summary>
    public void Save(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));

    /// <summary>Takes in the errors at one point.</summary>
    public void Add(int point, double last, double averaged, double heldOut)
    {
        Last[point] += last;
        LastSquared[point] += last * last;
        Averaged[point] += averaged;
        HeldOut[point] += heldOut;
    }

    /// <summary>Standard deviation over the runs of the last iterate's error.</summary>
    public double Spread(int point)
    {
        if (Runs < 2)
            return 0;
        var mean = Last[point] / Runs;
        return Math.Sqrt(Math.Max(0, (LastSquared[point] - (Runs * mean * mean)) / (Runs - 1)));
    }
}
