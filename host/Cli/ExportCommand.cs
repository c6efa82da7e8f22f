using System.CommandLine;
using KdHost.Host.Plugins;
using KdHost.Host.Weights;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Models;

namespace KdHost.Host.Cli;

/// <summary><c>kd export</c>: weights as a safetensors file that PyTorch reads.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = RunArgument.Create();
        var trial = new Option<string?>("--trial") { Description = "The student of this trial (id or its beginning); by default the best one by the run's objective." };
        var teacher = new Option<string?>("--teacher") { Description = "A trained teacher of the run instead: its digest or the beginning of it; none needed where there is one only.", Arity = ArgumentArity.ZeroOrOne };
        var model = new Option<string?>("--model") { Description = "Instead of a run: fresh weights of this model." };
        var seed = new Option<long>("--seed") { Description = "Seed of fresh weights." };
        var output = new Option<string?>("--output", "-o") { Description = "File to write; default: the model's name with .safetensors." };
        var command = new Command("export", "Write the weights of a student, of a teacher or of a fresh model as a safetensors file.")
        {
            run, trial, teacher, model, seed, WeightSize.DataSet, WeightSize.Shape, WeightSize.Classes, output, CommonOptions.Runs, CommonOptions.Data, CommonOptions.Plugins,
        };
        command.SetAction(parsed =>
        {
            var settings = parsed.Settings();
            _ = new MethodCatalog(settings.PluginFolders);
            if (parsed.GetValue(model) is { } name)
                return Fresh(parsed, name, parsed.GetValue(seed), parsed.GetValue(output));
            var directory = RunArgument.Find(parsed.GetValue(run), settings.Runs);
            return Copy(parsed.GetResult(teacher) is null ? StudentWeights.Find(directory, parsed.GetValue(trial)) : TeacherWeights.Find(directory, parsed.GetValue(teacher) ?? ""), parsed.GetValue(output));
        });
        return command;
    }

    private static int Fresh(ParseResult parsed, string name, long seed, string? output)
    {
        var (input, classes, _) = WeightSize.Of(parsed, parsed.Settings().Data, name);
        using var model = ModelCatalog.Create(name, input, classes, seed);
        var info = new WeightInfo { Model = name, Input = input, Classes = classes, Notes = new Dictionary<string, string> { ["seed"] = $"{seed}" } };
        return Write(output ?? $"{name}.safetensors", path => WeightFile.Save(path, model, info), $"{name} for {input} and {classes} classes, fresh weights of seed {seed}");
    }

    private static int Copy(FoundWeights found, string? output) => Write(
        output ?? $"{found.Info.Model ?? "weights"}.safetensors",
        path =>
        {
            using var file = SafetensorsFile.Open(found.Path);
            file.CopyTo(path, found.Info.ToMetadata());
        },
        string.Join(", ", new[] { found.Info.Model ?? "weights" }.Concat(found.Info.Notes.Select(note => $"{note.Key} {note.Value}"))));

    private static int Write(string path, Action<string> write, string description)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            write(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(new Fault("the weights can't be written") { File = path, Found = error.Message, Expected = "a place that you may write", Fix = "name another file with --output" }, error);
        }

        Console.WriteLine($"{path}: {description}");
        return ExitCode.Success;
    }
}
