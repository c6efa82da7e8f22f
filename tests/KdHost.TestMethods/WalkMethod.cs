using System.Globalization;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Randomness;
using KdHost.Sdk.Training;
using TorchSharp;

namespace KdHost.TestMethods;

/// <summary>A random walk: x₀ = 0, x_{t+1} = x_t + drift + noise · u_t with u_t uniform in [−1, 1) by seed and t alone. It checkpoints and resumes as a training does.</summary>
[Method("walk", Title = "Random walk", Paper = "none: for tests of the host")]
public sealed class WalkMethod : Method<WalkOptions>
{
    /// <inheritdoc/>
    protected override void Run(Trial<WalkOptions> trial)
    {
        var options = trial.Options;
        var (epoch, value) = Restore(trial.Checkpoints);
        var resumed = epoch > 0;
        var memory = new byte[options.Megabytes][];
        for (var megabyte = 0; megabyte < memory.Length; megabyte++)
        {
            memory[megabyte] = GC.AllocateUninitializedArray<byte>(1 << 20);
            memory[megabyte].AsSpan().Fill(1);
        }

        while (epoch < options.Epochs)
        {
            epoch++;
            if (options.EpochMilliseconds > 0)
                trial.Cancellation.WaitHandle.WaitOne(options.EpochMilliseconds);
            if (options.Mishap != Mishap.None && epoch == options.MishapEpoch && !(options.MishapOnce && resumed))
                Fail(options.Mishap);
            var draw = new RandomStream(Seeds.Derive(trial.Seed, "walk", epoch)).NextDouble();
            value += options.Drift + (options.Noise * ((2 * draw) - 1));
            trial.Metrics.Log("validation/value", value, epoch);
            trial.Metrics.Log("test/value", value + 1, epoch);
            for (var curve = 0; curve < options.Curves; curve++)
                trial.Metrics.Log($"curve/{curve}", value * curve, epoch);
            trial.Progress.Report(new TrialProgress("walk", epoch, options.Epochs, 0));
            if (trial.Cancellation.IsCancellationRequested || epoch % options.CheckpointEvery == 0 || trial.Checkpoints.Due)
                trial.Checkpoints.Save(folder => File.WriteAllText(Path.Combine(folder, "state"), string.Create(CultureInfo.InvariantCulture, $"{epoch} {BitConverter.DoubleToInt64Bits(value)}")));
            if (epoch < options.Epochs)
                trial.Cancellation.ThrowIfCancellationRequested();
        }

        GC.KeepAlive(memory);
    }

    private static (int Epoch, double Value) Restore(ICheckpoints checkpoints)
    {
        if (checkpoints.Latest is not { } folder)
            return (0, 0);
        var parts = File.ReadAllText(Path.Combine(folder, "state")).Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), BitConverter.Int64BitsToDouble(long.Parse(parts[1], CultureInfo.InvariantCulture)));
    }

    private static void Fail(Mishap mishap)
    {
        switch (mishap)
        {
            case Mishap.Throw:
                throw new InvalidOperationException("the walk stumbled at 0x7f3a12 after 17 steps");
            case Mishap.Diverge:
                throw new DivergedException("the walk is NaN in epoch 1");
            case Mishap.Crash:
                Environment.FailFast("the walk crashed"); // abort, as native code does
                break;
            case Mishap.Exit:
                Environment.Exit(3);
                break;
            case Mishap.Hang:
                Thread.Sleep(Timeout.Infinite);
                break;
            case Mishap.OutOfMemory:
                torch.zeros(1L << 50).Dispose();
                break;
        }
    }
}
