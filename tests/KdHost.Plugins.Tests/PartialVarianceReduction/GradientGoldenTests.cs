using System.Text.Json.Nodes;
using KdHost.Plugins.PartialVarianceReduction;
using KdHost.Plugins.PartialVarianceReduction.Distilling;
using KdHost.Plugins.PartialVarianceReduction.Networks;
using TorchSharp;

namespace KdHost.Plugins.Tests.PartialVarianceReduction;

/// <summary>Golden vectors G1 to G4: gradients of the loss form and of the gradient form.</summary>
public sealed class GradientGoldenTests
{
    public static TheoryData<torch.ScalarType, double> Precisions => new() { { torch.ScalarType.Float64, 1e-7 }, { torch.ScalarType.Float32, 1e-5 } };

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Both_forms_agree_for_a_linear_softmax_at_temperature_one(torch.ScalarType type, double tolerance) => CheckLinear("G1", type, tolerance);

    [Theory]
    [MemberData(nameof(Precisions))]
    public void At_temperature_two_they_differ_as_the_golden_vector_says(torch.ScalarType type, double tolerance) => CheckLinear("G2", type, tolerance);

    [Theory]
    [MemberData(nameof(Precisions))]
    public void A_deep_linear_network_has_the_identity_end_to_end_and_not_layer_by_layer(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of("G3");
        using var samples = Golden.Samples(inputs, 3, hasOnes: false, type);
        using var student = DeepLinear(inputs["W"]!, type);
        using var teacher = DeepLinear(inputs["teacherW"]!, type);
        var lambda = Golden.Number(inputs["lam"]);
        using var force = Force(DistillationForm.Loss, samples, student, teacher, lambda);
        using var modified = Force(DistillationForm.Gradient, samples, student, teacher, lambda);
        var batch = Whole(samples);

        var residual = force.Table.Residual(student.Logits(batch.Inputs), batch.Index).squeeze(0).squeeze(1) / samples.Count;
        Golden.Near(Golden.Tensor(expected["endToEndGrad"]), residual.t().mm(samples.Inputs), tolerance);
        for (var layer = 0; layer < 2; layer++)
        {
            Golden.Near(Golden.Tensor(expected["layerGrads"]![layer]), Layer(force.Gradient(batch), layer), tolerance);
            Golden.Near(Golden.Tensor(expected["modifiedLayerGrads"]![layer]), Layer(modified.Gradient(batch), layer), tolerance);
        }

        Assert.Equal(Golden.Number(expected["cosine"]), force.Cosine(batch).Single(), tolerance);
        CheckLoss(inputs, expected, student, teacher, samples, temperature: 1, tolerance);
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void A_sigmoid_network_has_the_gradients_and_the_cosine_of_the_golden_vector(torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of("G4");
        using var samples = Golden.Samples(inputs, 3, hasOnes: true, type);
        using var student = Sigmoid(inputs["student"]!, type);
        using var teacher = Sigmoid(inputs["teacher"]!, type);
        var lambda = Golden.Number(inputs["lam"]);
        using var force = Force(DistillationForm.Loss, samples, student, teacher, lambda);
        using var modified = Force(DistillationForm.Gradient, samples, student, teacher, lambda);
        var batch = Whole(samples);

        Golden.Near(Golden.Tensor(expected["kdGrad"]), Flat(force.Gradient(batch)), tolerance);
        Golden.Near(Golden.Tensor(expected["modifiedGrad"]), Flat(modified.Gradient(batch)), tolerance);
        Assert.Equal(Golden.Number(expected["cosine"]), force.Cosine(batch).Single(), tolerance);
        CheckLoss(inputs, expected, student, teacher, samples, temperature: 1, tolerance);
    }

    private static void CheckLinear(string name, torch.ScalarType type, double tolerance)
    {
        using var scope = torch.NewDisposeScope();
        var (inputs, expected) = Golden.Of(name);
        using var samples = Golden.Samples(inputs, 3, hasOnes: true, type);
        using var student = Golden.Linear(Golden.Tensor(inputs["W"], type), Golden.Tensor(inputs["c"], type));
        using var teacher = Golden.Linear(Golden.Tensor(inputs["teacherW"], type), Golden.Tensor(inputs["teacherC"], type));
        var (lambda, temperature) = (Golden.Number(inputs["lam"]), Golden.Number(inputs["T"]));
        using var force = Force(DistillationForm.Loss, samples, student, teacher, lambda, temperature);
        using var modified = Force(DistillationForm.Gradient, samples, student, teacher, lambda);
        var batch = Whole(samples);

        foreach (var (gradient, prefix) in new[] { (force.Gradient(batch), "grad"), (modified.Gradient(batch), "modifiedGrad") })
        {
            var rows = gradient[0].Values.squeeze(2).squeeze(0);
            Golden.Near(Golden.Tensor(expected[prefix + "W"]), rows.narrow(0, 0, rows.shape[0] - 1).t(), tolerance);
            Golden.Near(Golden.Tensor(expected[prefix + "C"]), rows[rows.shape[0] - 1], tolerance);
        }

        Assert.Equal(Golden.Number(expected["cosine"]), force.Cosine(batch).Single(), tolerance);
        CheckLoss(inputs, expected, student, teacher, samples, temperature, tolerance);
        Assert.Equal(Golden.Number(expected["ce"]), DistillationFormulas.Loss(Logits(student, samples), Logits(teacher, samples), samples.Classes, 0, temperature).to(torch.ScalarType.Float64).item<double>(), tolerance);
        Assert.Equal(Golden.Number(expected["kl"]) * temperature * temperature, DistillationFormulas.Loss(Logits(student, samples), Logits(teacher, samples), samples.Classes, 1, temperature).to(torch.ScalarType.Float64).item<double>(), tolerance * 4);
    }

    private static void CheckLoss(JsonNode inputs, JsonNode expected, StackedNetwork student, StackedNetwork teacher, Samples samples, double temperature, double tolerance)
    {
        var loss = DistillationFormulas.Loss(Logits(student, samples), Logits(teacher, samples), samples.Classes, Golden.Number(inputs["lam"]), temperature);
        Assert.Equal(Golden.Number(expected["loss"]), loss.to(torch.ScalarType.Float64).item<double>(), tolerance);
    }

    private static torch.Tensor Logits(StackedNetwork network, Samples samples) => network.Logits(samples.Inputs.unsqueeze(0)).squeeze(2).squeeze(0);

    private static TeacherForce Force(DistillationForm form, Samples samples, DistilledNetwork student, DistilledNetwork teacher, double lambda, double temperature = 1)
    {
        var force = new TeacherForce(new() { Distillation = form, Temperature = temperature }, samples, student, teacher);
        force.SetLambda([lambda], isResumed: false);
        return force;
    }

    private static Minibatch Whole(Samples samples) => new(samples.Inputs.unsqueeze(0), torch.arange(samples.Count, torch.ScalarType.Int64), samples.Count);

    private static StackedNetwork DeepLinear(JsonNode layers, torch.ScalarType type)
    {
        var network = new StackedNetwork(new NetworkShape(3, 3, [2], Activation.Identity, HasBias: false), 1, 1, type);
        network.Parameters[0].Values.copy_(Golden.Tensor(layers[0], type).t().unsqueeze(0).unsqueeze(2));
        network.Parameters[1].Values.copy_(Golden.Tensor(layers[1], type).t().unsqueeze(0).unsqueeze(0));
        return network;
    }

    private static StackedNetwork Sigmoid(JsonNode layers, torch.ScalarType type)
    {
        var network = new StackedNetwork(new NetworkShape(3, 3, [3], Activation.Sigmoid, HasBias: true), 1, 1, type);
        var first = torch.cat([Golden.Tensor(layers[0], type).t(), Golden.Tensor(layers[1], type).unsqueeze(0)]);
        network.Parameters[0].Values.copy_(first.unsqueeze(0).unsqueeze(2));
        network.Parameters[1].Values.copy_(Golden.Tensor(layers[2], type).t().unsqueeze(0).unsqueeze(0));
        network.Parameters[2].Values.copy_(Golden.Tensor(layers[3], type).view(1, 1, 1, -1));
        return network;
    }

    private static torch.Tensor Layer(Blocks gradient, int layer) => (layer == 0 ? gradient[0].Values.squeeze(2).squeeze(0) : gradient[1].Values.squeeze(1).squeeze(0)).t();

    // W1 [H, D], b1, W2 [C, H], b2
    private static torch.Tensor Flat(Blocks gradient)
    {
        var first = gradient[0].Values.squeeze(2).squeeze(0);
        return torch.cat([first.narrow(0, 0, 3).t().flatten(), first[3], gradient[1].Values.squeeze(1).squeeze(0).t().flatten(), gradient[2].Values.flatten()]);
    }
}
