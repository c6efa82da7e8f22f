using KdHost.Sdk.Methods;
using KdHost.Sdk.Models;
using KdHost.Sdk.Randomness;

namespace KdHost.Plugins.Slam;

/// <summary>Makes the loss of the method that a trial names.</summary>
internal static class UnionLosses
{
    public static IUnionLoss Create(Trial<SlamOptions> trial, Classifier teacher, LabelledPool pool, TrainingUnion union, TeacherOutputs outputs, PseudoLabels onValidation)
    {
        var (options, device, source) = (trial.Options, trial.Device, pool.Data.Source);
        var student = SlamMethod.CreateStudent(trial, pool.Data);
        switch (options.Distillation.Baseline())
        {
            case Distillation.Vid:
                var learner = new VidLearner(student, teacher, source.Shape, options.VidPairs, trial.Seed, device);
                return new VidLoss(learner, student, teacher, Table(union.Labels), options);
            case Distillation.Weighted:
                return new WeightedLoss(new WeightedLearner(student, union.Images.Count, device), Table(union.Labels), pool, outputs, onValidation, options, device);
            case Distillation.Ups:
                var (selection, mean) = UpsPasses.Select(trial, teacher, pool);
                var noise = union.Labels.Noise;
                var positive = PseudoLabels.Of(mean, new NoiseModel(noise.Alpha[union.Labelled..], noise.K[union.Labelled..]), TeacherLabels.Hard); // UPS knows hard labels only
                var known = PseudoLabels.True([.. union.Images.Labels.Take(union.Labelled)], source.Classes);
                return new UpsLoss(student, Table(known.Concat(positive)), union.Labelled, selection, options, device);
            default:
                return new MeanLoss(student, Table(union.Labels), options);
        }

        LabelTable Table(PseudoLabels labels) => new(labels, union.Labelled, source.Classes, device);
    }
}
