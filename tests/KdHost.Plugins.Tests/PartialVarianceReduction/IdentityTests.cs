using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using KdHost.Sdk.Randomness;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Eq. (E4) to (E9): where the gradient of distillation is a difference of two gradients, and where it is not.</summary>
public sealed class IdentityTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.3, true)]
    [InlineData(0.7, false)]
    [InlineData(0.7, true)]
    [InlineData(1, true)]
    public void Loss_form_gradient_form_and_automatic_differentiation_agree_in_single_precision(double lambda, bool hasBias)
    {
        using var scope = torch.NewDisposeScope();
        var draw = new RandomStream(5);
        var inputs = torch.tensor(Enumerable.Range(0, 24 * 7).Select(_ => draw.NextNormal()).ToArray(), [24, 7]).to(torch.ScalarType.Float32);
        using var samples = Samples.Of(inputs, [.. Enumerable.Range(0, 24).Select(_ => draw.NextInt(5))], 5, hasBias);
        var shape = new NetworkShape(7, 5, [], Activation.Identity, hasBias);
        using StackedNetwork student = new(shape, 1, 1), teacher = new(shape, 1, 1);
        SmallProblem.Randomise(student, draw, 0.5);
        SmallProblem.Randomise(teacher, draw, 0.5);
        var loss = Gradient(DistillationForm.Loss, samples, student, teacher, lambda)[0].Values;
        var gradient = Gradient(DistillationForm.Gradient, samples, student, teacher, lambda)[0].Values;

        var weights = student.Parameters[0].Values.detach().clone().requires_grad_();
        var logits = samples.Inputs.mm(weights.view(samples.Inputs.shape[1], 5));
        DistillationFormulas.Loss(logits, teacher.Logits(samples.Inputs.unsqueeze(0)).view(24, 5), samples.Classes, lambda, 1).backward();
        Assert.True((loss - gradient).abs().max().item<float>() < 1e-6);
        Assert.True((loss - weights.grad!).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Linear_regression_has_the_same_identity()
    {
        using var scope = torch.NewDisposeScope();
        using var problem = new SmallProblem(loss: SampleLoss.SquaredError);
        using var student = problem.Student();
        SmallProblem.Randomise(student, new RandomStream(3), 1);
        var (x, theta) = (student.Parameters[0].Values.view(3, 3), problem.Teacher.Parameters[0].Values.view(3, 3));
        torch.Tensor Plain(torch.Tensor weights) => problem.Inputs.t().mm((problem.Inputs.mm(weights) - problem.Samples.Labels) * 2) / SmallProblem.Count;
        var expected = Plain(x) - (Plain(theta) * 0.6);
        foreach (var form in new[] { DistillationForm.Loss, DistillationForm.Gradient })
            Golden.Near(expected, Gradient(form, problem.Samples, student, problem.Teacher, 0.6, SampleLoss.SquaredError)[0].Values.view(3, 3), 1e-12);
    }

    [Fact]
    public void Without_the_teachers_part_of_the_decay_the_bias_does_not_vanish_at_the_optimum()
    {
        using var scope = torch.NewDisposeScope();
        using var problem = new SmallProblem();
        using var optimum = OptimumOf(problem);
        using var teacher = problem.Student();
        teacher.Parameters[0].Values.copy_(optimum.Weights.view(1, 3, 1, 3));
        torch.Tensor Mean(double teacherDecay)
        {
            using var force = new TeacherForce(problem.Options with { TeacherWeightDecay = teacherDecay }, problem.Samples, teacher, teacher);
            force.SetLambda([0.7], isResumed: false);
            return force.Gradient(Whole(problem.Samples))[0].Values.view(3, 3) + (optimum.Weights * problem.Options.WeightDecay);
        }

        // With it E g = ∇f(x*) − λ∇f(x*) = 0; without it −λ(∇f(θ) − wθ) = λwθ stays, Eq. (E6).
        Assert.True(Mean(problem.Options.WeightDecay).abs().max().item<double>() < 1e-6);
        Golden.Near(optimum.Weights * (0.7 * problem.Options.WeightDecay), Mean(0), 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Deep_linear_networks_have_it_end_to_end_and_not_by_layer(int depth)
    {
        using var scope = torch.NewDisposeScope();
        var (samples, student, teacher) = Deep(depth, Activation.Identity, hasBias: false);
        var loss = Gradient(DistillationForm.Loss, samples, student, teacher, 0.8);
        var modified = Gradient(DistillationForm.Gradient, samples, student, teacher, 0.8);
        Assert.True((loss[0].Values - modified[0].Values).abs().max().item<double>() > 1e-3);

        // Layer 1 of (E8): (W_L … W_2)ᵀ G^λ with the end-to-end gradient G^λ = mean (r_x − λ r_θ) aᵀ.
        var residual = softmax(student.Logits(samples.Inputs.unsqueeze(0)).view(-1, 3), 1) - samples.Labels - (0.8 * (softmax(teacher.Logits(samples.Inputs.unsqueeze(0)).view(-1, 3), 1) - samples.Labels));
        var above = student.Parameters.Skip(1).Select(block => block.Values.squeeze(0).squeeze(0)).Aggregate((product, next) => product.mm(next)); // [H, C]
        Golden.Near(samples.Inputs.t().mm(residual).mm(above.t()) / samples.Count, loss[0].Values.squeeze(2).squeeze(0), 1e-12);
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Relu)]
    public void In_any_network_the_gradient_is_the_Jacobian_times_the_difference_of_residuals(Activation activation)
    {
        using var scope = torch.NewDisposeScope();
        var (samples, student, teacher) = Deep(2, activation, hasBias: true);
        const double Lambda = 0.7;
        var exact = Gradient(DistillationForm.Loss, samples, student, teacher, Lambda);
        var residual = softmax(student.Logits(samples.Inputs.unsqueeze(0)).view(-1, 3), 1) - samples.Labels - (Lambda * (softmax(teacher.Logits(samples.Inputs.unsqueeze(0)).view(-1, 3), 1) - samples.Labels));

        // Rows of J(x), one logit of one sample each, by central differences.
        const double Step = 1e-5;
        foreach (var (place, block) in student.Parameters.Index())
        {
            var flat = block.Values.view(-1);
            for (var i = 0L; i < flat.numel(); i += 3)
            {
                var before = flat[i].item<double>();
                torch.Tensor At(double value)
                {
                    flat[i] = value;
                    return student.Logits(samples.Inputs.unsqueeze(0)).view(-1, 3);
                }

                var column = (At(before + Step) - At(before - Step)) / (2 * Step);
                flat[i] = before;
                Assert.Equal((column * residual).sum().item<double>() / samples.Count, exact[place].Values.view(-1)[i].item<double>(), 1e-7);
            }
        }
    }

    [Fact]
    public void Written_out_gradients_of_stacked_networks_are_those_of_automatic_differentiation_run_by_run()
    {
        using var scope = torch.NewDisposeScope();
        var draw = new RandomStream(9);
        var (samples, _, teacher) = Deep(3, Activation.Sigmoid, hasBias: true);
        using var stack = new StackedNetwork(new NetworkShape(4, 3, [5, 5], Activation.Sigmoid, HasBias: true), 1, 2, torch.ScalarType.Float64);
        SmallProblem.Randomise(stack, draw, 0.6);
        double[] lambda = [0.2, 0.9];
        using var force = new TeacherForce(new() { Distillation = DistillationForm.Loss }, samples, stack, teacher);
        force.SetLambda(lambda, isResumed: false);
        var gradient = force.Gradient(Whole(samples));
        for (var run = 0; run < 2; run++)
        {
            var parameters = stack.Parameters.Select(block => block.Values.select(block.RunDimension, run).squeeze(0).detach().clone().requires_grad_()).ToList();
            var hidden = samples.Inputs.mm(parameters[0]).sigmoid();
            hidden = (hidden.mm(parameters[1]) + parameters[2]).sigmoid();
            var logits = hidden.mm(parameters[3]) + parameters[4];
            DistillationFormulas.Loss(logits, teacher.Logits(samples.Inputs.unsqueeze(0)).view(-1, 3), samples.Classes, lambda[run], 1).backward();
            foreach (var (place, parameter) in parameters.Index())
                Golden.Near(parameter.grad!, gradient[place].Values.select(gradient[place].RunDimension, run).squeeze(0), 1e-12);
        }
    }

    internal static KdHost.Plugins.PartialVarianceReduction.Theory.Optimum OptimumOf(SmallProblem problem)
    {
        using var objective = new KdHost.Plugins.PartialVarianceReduction.Theory.LinearObjective(problem.Samples, problem.Options, mask: null);
        return KdHost.Plugins.PartialVarianceReduction.Theory.Optimum.Find(objective, SmallProblem.Width, SmallProblem.Classes, iterations: 500, CancellationToken.None);
    }

    internal static Minibatch Whole(Samples samples) => new(samples.Inputs.unsqueeze(0), torch.arange(samples.Count, torch.ScalarType.Int64), samples.Count);

    private static Blocks Gradient(DistillationForm form, Samples samples, StackedNetwork student, StackedNetwork teacher, double lambda, SampleLoss loss = SampleLoss.CrossEntropy)
    {
        using var force = new TeacherForce(new() { Distillation = form, Loss = loss }, samples, student, teacher);
        force.SetLambda([lambda], isResumed: false);
        return force.Gradient(Whole(samples));
    }

    private static (Samples Samples, StackedNetwork Student, StackedNetwork Teacher) Deep(int depth, Activation activation, bool hasBias)
    {
        var draw = new RandomStream(17);
        var inputs = torch.tensor(Enumerable.Range(0, 6 * 4).Select(_ => draw.NextNormal()).ToArray(), [6, 4]);
        var samples = Samples.Of(inputs, [.. Enumerable.Range(0, 6).Select(_ => draw.NextInt(3))], 3, hasBias);
        var shape = new NetworkShape(4, 3, [.. Enumerable.Repeat(5, depth - 1)], activation, hasBias);
        StackedNetwork student = new(shape, 1, 1, torch.ScalarType.Float64), teacher = new(shape, 1, 1, torch.ScalarType.Float64);
        SmallProblem.Randomise(student, draw, 0.6);
        SmallProblem.Randomise(teacher, draw, 0.6);
        return (samples, student, teacher);
    }
}
