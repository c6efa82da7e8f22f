using System.CommandLine;
using KdHost.Host.Configuration;
using KdHost.Host.Plugins;
using KdHost.Host.Weights;
using KdHost.Sdk.Data;
using KdHost.Sdk.Faults;
using KdHost.Sdk.Interchange;
using KdHost.Sdk.Models;

namespace KdHost.Host.Cli;

/// <summary><c>kd import FILE</c>: checks a safetensors file against a model and puts it where <c>teacher.weights</c> finds it.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A safetensors file under the names of torchvision, timm or mdistiller." };
        var model = new Option<string?>("--model") { Description = "The model whose weights these are; `kd models` lists them. Files of kd export know it." };
        var name = new Option<string?>("--as") { Description = "Name under which experiment files find the weights; default: that of the file." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace weights of that name." };
        var command = new Command("import", "Check the weights of a model and keep them for teacher.weights.")
        {
            file, model, WeightSize.DataSet, WeightSize.Shape, WeightSize.Classes, name, overwrite, CommonOptions.Data, CommonOptions.Plugins,
        };
        command.SetAction(parsed =>
        {
            _ = new MethodCatalog(parsed.Settings().PluginFolders);
            var path = parsed.GetValue(file)!;
            var target = Target(parsed.Settings(), parsed.GetValue(name) ?? Path.GetFileNameWithoutExtension(path), parsed.GetValue(overwrite));
            return Run(parsed, Existing(path), parsed.GetValue(model), target);
        });
        return command;
    }

    private static int Run(ParseResult parsed, string path, string? named, string target)
    {
        var info = WeightFile.ReadInfo(path);
        var name = named ?? info.Model ?? throw new FaultException(new Fault("the file does not say whose weights it holds") { File = path, Found = "no kdhost.model in its metadata", Expected = "the name of a model", Fix = "name it with --model; `kd models` lists the models" });
        var (input, classes, isGuess) = WeightSize.Of(parsed, parsed.Settings().Data, name, info);
        using var model = Loaded(path, name, input, classes, isGuess, out var actual);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        WeightFile.Save(target, model, info with { Model = name, Input = input, Classes = actual });
        Console.WriteLine($"{target}: {name} for {input} and {actual} classes");
        Console.WriteLine($"In experiment files: \"teacher\": {{ \"model\": \"{name}\", \"weights\": \"{Path.GetFileNameWithoutExtension(target)}\" }}");
        return ExitCode.Success;
    }

    private static Classifier Loaded(string path, string name, ImageShape input, int classes, bool isGuess, out int actual)
    {
        actual = classes;
        var model = ModelCatalog.Create(name, input, classes, seed: 0);
        if (isGuess && WeightFile.ClassesIn(path, model) is { } inFile && inFile != classes)
        {
            model.Dispose();
            actual = inFile;
            model = ModelCatalog.Create(name, input, inFile, seed: 0);
        }

        try
        {
            WeightFile.Load(path, model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static string Existing(string path) => File.Exists(path) ? path
        : throw new FaultException(new Fault("there is no such file") { File = path, Found = "nothing", Expected = "a safetensors file", Fix = "check the path" });

    private static string Target(Settings settings, string name, bool overwrite)
    {
        if (name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name is "" or "." or "..")
            throw new FaultException(new Fault("this is not a name for weights") { Key = "--as", Found = name, Expected = "a file name without folders", Fix = "use letters, digits and hyphens" });
        var target = Path.Combine(settings.Data.WeightsFolder, name + ".safetensors");
        return overwrite || !File.Exists(target) ? target
            : throw new FaultException(new Fault("there are weights of that name") { File = target, Found = "a file", Expected = "a new name", Fix = "choose another with --as, or replace them with --overwrite" });
    }
}
