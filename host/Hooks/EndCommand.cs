using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using KdHost.Host.Configuration;
using KdHost.Host.Experiments;
using KdHost.Sdk.Faults;

namespace KdHost.Host.Hooks;

/// <summary>
/// A command of the user's that is told of a run's end, such as one that writes to a chat: <c>onFinish</c> when every trial is done and none
/// failed, else <c>onFailure</c>. It is a list of a program and its arguments; no shell sees it. The summary comes on its standard input.
/// </summary>
internal static class EndCommand
{
    /// <summary>Keys of experiment files and settings.</summary>
    public const string OnFinish = "onFinish", OnFailure = "onFailure";

    private const string Example = "write for example [\"notify-send\", \"KdHost\"]";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The command of a key: the experiment's, else that of the last settings file that has the key; null for none.</summary>
    /// <param name="key">One of the keys.</param>
    /// <param name="experiment">The merged experiment file.</param>
    /// <exception cref="FaultException">It is no list of texts.</exception>
    public static IReadOnlyList<string>? Find(string key, JsonFile experiment)
    {
        var file = Settings.Files.Where(File.Exists).Select(JsonFile.Read).Append(experiment).LastOrDefault(file => file.Root.ContainsKey(key));
        return file is null ? null : Parse(file.Root[key], problem => file.At(key, problem));
    }

    /// <summary>Reads a command; null for none.</summary>
    /// <exception cref="FaultException">It is no list of texts.</exception>
    public static IReadOnlyList<string>? Parse(JsonNode? value, Func<string, Fault> at) => value switch
    {
        null => null,
        JsonArray { Count: > 0 } words when words.All(word => word is JsonValue text && text.TryGetValue<string>(out _)) && words[0]!.GetValue<string>().Length > 0 =>
            [.. words.Select(word => word!.GetValue<string>())],
        _ => throw new FaultException(at("this is not a command") with { Found = value.ToJsonString(), Expected = "a list: a program and its arguments, each a text", Fix = Example }),
    };

    /// <summary>Runs a command and waits for it, for a minute at most.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <returns>What went wrong; null when nothing did.</returns>
    public static async Task<string?> RunAsync(IReadOnlyList<string> command, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var limit = new CancellationTokenSource(Limit);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            try
            {
                await WriteAsync(process, input, limit.Token);
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return $"it took longer than {Limit.TotalSeconds:f0} s and was ended";
            }

            return process.ExitCode == 0 ? null : $"it ended with exit code {process.ExitCode} {(await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}".TrimEnd();
        }
        catch (Win32Exception error)
        {
            return error.Message;
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not want to know.
        }
    }
}
