using KdHost.Sdk.Data;
using KdHost.Sdk.Losses;
using KdHost.Sdk.Models;
using KdHost.Sdk.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace KdHost.Plugins.Slam;

/// <summary>A student together with the regressors and variances of Eq. (14), which are trained, saved and restored with it.</summary>
internal sealed class VidLearner : Classifier
{
    private readonly Classifier _student;

    private readonly ModuleList<VariationalInformation> _regressors;

    /// <summary>Makes regressors for the last stages of both networks.</summary>
    /// <param name="student">The student; it stays the caller's.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="input">Shape of an image.</param>
    /// <param name="pairs">How many stages, from the last.</param>
    /// <param name="seed">Seed of the regressors' weights.</param>
    /// <param name="device">Where all live.</param>
    public VidLearner(Classifier student, Classifier teacher, ImageShape input, int pairs, long seed, torch.Device device)
        : base(nameof(VidLearner))
    {
        Pairs = [.. student.Stages.Reverse().Zip(teacher.Stages.Reverse()).Take(pairs).Select(pair => (pair.First.Output, pair.Second.Output))];
        var (from, to) = (Channels(student, Pairs.Select(pair => pair.Student), input, device), Channels(teacher, Pairs.Select(pair => pair.Teacher), input, device));
        _student = student;
        _regressors = Seeds.Initialise(Seeds.Derive(seed, "variational information"), () =>
            new ModuleList<VariationalInformation>([.. from.Zip(to).Select(widths => new VariationalInformation(widths.First, widths.Second))]));
        _regressors.to(device);
        register_module("student", _student);
        register_module("regressors", _regressors);
    }

    /// <summary>Where features are compared.</summary>
    public IReadOnlyList<(TapPoint Student, TapPoint Teacher)> Pairs { get; }

    /// <summary>One regressor a pair.</summary>
    public IReadOnlyList<VariationalInformation> Regressors => [.. _regressors];

    /// <inheritdoc/>
    public override IReadOnlyList<Stage> Stages => _student.Stages;

    /// <inheritdoc/>
    public override torch.Tensor forward(torch.Tensor input) => _student.call(input);

    /// <summary>A feature as a map <c>[B, C, H, W]</c>: a vector has one place, a token is a place.</summary>
    public static torch.Tensor AsMap(torch.Tensor feature) => feature.dim() switch
    {
        2 => feature.unsqueeze(2).unsqueeze(3),
        3 => feature.transpose(1, 2).unsqueeze(3),
        _ => feature,
    };

    private static long[] Channels(Classifier network, IEnumerable<TapPoint> points, ImageShape input, torch.Device device)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        TapPoint[] taps = [.. points];
        using var tap = new FeatureTap(network, taps);
        var wasTraining = network.training;
        network.eval(); // one image is no batch to normalise by
        network.call(torch.zeros([1, input.Channels, input.Height, input.Width], device: device));
        network.train(wasTraining);
        return [.. taps.Select(point => AsMap(tap[point]).shape[1])];
    }
}
