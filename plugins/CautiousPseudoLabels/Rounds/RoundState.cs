using System.Text.Json;
using System.Text.Json.Serialization;
using KdHost.Sdk.Methods;
using KdHost.Sdk.Training;

namespace KdHost.Plugins.CautiousPseudoLabels.Rounds;

/// <summary>Where a trial stands between two rounds. All that the next round depends on is here, so a killed trial goes on to the same numbers.</summary>
internal sealed class RoundState : IDisposable
{
    private const string TeacherFile = "teacher.safetensors", RecordFile = "rounds.json";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Trial<CautiousPseudoLabelsOptions> _trial;
    private readonly PseudoLabelTask _task;
    private readonly List<RoundScore> _scores = [];
    private bool _isTeacherBase = true;

    private RoundState(Trial<CautiousPseudoLabelsOptions> trial, PseudoLabelTask task, WeightSnapshot teacher)
    {
        (_trial, _task, Teacher) = (trial, task, teacher);
        Threshold = new ThresholdState(trial.Options.Threshold);
    }

    /// <summary>Rounds done; 0 after the base model.</summary>
    public int Round { get; private set; }

    /// <summary>Whether no later round can find anything.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Weights of the teacher of the next round.</summary>
    public WeightSnapshot Teacher { get; private set; }

    /// <summary>The pseudo labels so far.</summary>
    public PseudoLabelSet Labels { get; } = new();

    /// <summary>θ.</summary>
    public ThresholdState Threshold { get; }

    /// <summary>Trains the base model, or goes on after the last whole round.</summary>
    public static RoundState Begin(Trial<CautiousPseudoLabelsOptions> trial, PseudoLabelTask task)
    {
        var fitted = task.FitBase();
        var state = new RoundState(trial, task, fitted.Weights);
        if (trial.Checkpoints.Latest is { } folder)
        {
            state.Restore(folder);
            return state;
        }

        state.Record(fitted, new Dictionary<string, double>());
        state.Save();
        trial.Cancellation.ThrowIfCancellationRequested();
        return state;
    }

    /// <summary>Takes in a student.</summary>
    public void Advance(FittedModel student, Chosen chosen)
    {
        Round++;
        Record(student, Curves(chosen));
        Threshold.AnnealAfterRound(IsMiss(chosen), _trial.Options.Link.AnnealAfter, AnnealStep);
        IsOver |= IsAtFloor;
        UpdateTeacher(student.Weights);
    }

    /// <summary>A round that found nothing: without a threshold that falls, no later one finds anything either.</summary>
    public void Skip(Chosen chosen)
    {
        Round++;
        Log(Curves(chosen));
        _scores.Add(_scores[^1]);
        Threshold.AnnealAfterRound(IsMiss(chosen), _trial.Options.Link.AnnealAfter, AnnealStep);
        IsOver |= AnnealStep == 0 || IsAtFloor;
    }

    /// <summary>Saves a checkpoint.</summary>
    public void Save() => _trial.Checkpoints.Save(folder =>
    {
        if (!_isTeacherBase)
            Teacher.Save(Path.Combine(folder, TeacherFile));
        var record = new SavedRounds(Round, IsOver, Threshold.Value, Threshold.Misses, [.. _scores], [.. Labels.Labels.Select(label => new SavedLabel(label.Sample, label.Label, label.Confidence))]);
        File.WriteAllText(Path.Combine(folder, RecordFile), JsonSerializer.Serialize(record, Json));
    });

    /// <summary>Logs the results: the round chosen on validation, the last one, and the best one by test, which is optimistic.</summary>
    public void Conclude()
    {
        var selected = _scores.MaxBy(score => score.Validation)!; // the earliest of equals
        var later = _scores.Count > 1 ? _scores[1..] : _scores;
        void Log(string name, double value) => _trial.Metrics.Log(name, value, Round);
        Log("test/selected", selected.Test);
        Log("test/last", _scores[^1].Test);
        Log("test/best", later.Max(score => score.Test));
        Log("test/raw", _scores[0].Test);
        Log("validation/selected", selected.Validation);
        Log("round/selected", _scores.IndexOf(selected));
        foreach (var (name, value) in selected.Others.Where(other => other.Key.StartsWith("test/", StringComparison.Ordinal)))
            Log($"{name}_selected", value);
        RoundFigures.Save(_trial.Artifacts, _trial.Options, _scores);
        if (_trial.Options.Strategy == Strategy.Cautious && _scores.Count > 1 && _scores.Skip(1).All(score => score.Curves.GetValueOrDefault("round/found", 0) >= _trial.Options.TopK)
            && _trial.Options.Threshold > 0.01)
            _trial.Log.Log(Microsoft.Extensions.Logging.LogLevel.Warning, 0, "the threshold never bound: the k most confident candidates always exceeded it", null, (text, _) => text);
    }

    /// <inheritdoc/>
    public void Dispose() => Teacher.Dispose();

    private double AnnealStep => _trial.Options is { Task: PredictionTask.Links, Link: { Annealing: Annealing.AfterEmpty or Annealing.AfterShort, ThresholdStep: var step } } ? step : 0;

    private bool IsAtFloor => AnnealStep > 0 && Threshold.Value <= _trial.Options.Link.ThresholdFloor;

    private bool IsMiss(Chosen chosen) => chosen.Labels.Count == 0 || (_trial.Options.Link.Annealing == Annealing.AfterShort && chosen.Labels.Count < _trial.Options.TopK);

    private Dictionary<string, double> Curves(Chosen chosen)
    {
        foreach (var (name, step, value) in chosen.Sweep)
            _trial.Metrics.Log(name, value, step);
        var curves = new Dictionary<string, double>(chosen.Curves)
        {
            ["round/picked"] = chosen.Labels.Count,
            ["round/total"] = Labels.Labels.Count,
            ["round/threshold"] = Threshold.Value,
        };
        if (chosen.Labels.Count > 0)
        {
            curves["round/min_confidence"] = chosen.Labels.Min(label => label.Confidence);
            curves["pseudo/accuracy_round"] = _task.Accuracy(chosen.Labels);
            curves["pseudo/accuracy"] = _task.Accuracy(Labels.Labels);
        }

        return curves;
    }

    private void Record(FittedModel fitted, Dictionary<string, double> curves)
    {
        var metric = _trial.Options.Task == PredictionTask.Nodes ? "accuracy" : "auc";
        var others = new Dictionary<string, double>(fitted.Others) { [$"validation/{metric}"] = fitted.Validation, [$"test/{metric}"] = fitted.Test };
        Log(curves);
        Log(others);
        _scores.Add(new RoundScore(fitted.Validation, fitted.Test, others, curves));
    }

    private void Log(Dictionary<string, double> curves)
    {
        foreach (var (name, value) in curves)
            _trial.Metrics.Log(name, value, Round);
    }

    private void UpdateTeacher(WeightSnapshot student)
    {
        switch (_trial.Options.EffectiveTeacher)
        {
            case TeacherKind.Latest:
                Replace(student.Clone());
                break;
            case TeacherKind.Ema:
                Replace(Teacher.Blend(student, _trial.Options.EmaMomentum));
                break;
        }

        void Replace(WeightSnapshot weights)
        {
            Teacher.Dispose();
            (Teacher, _isTeacherBase) = (weights, false);
        }
    }

    private void Restore(string folder)
    {
        var record = JsonSerializer.Deserialize<SavedRounds>(File.ReadAllText(Path.Combine(folder, RecordFile)), Json)!;
        (Round, IsOver, Threshold.Value, Threshold.Misses) = (record.Round, record.IsOver, record.Threshold, record.Misses);
        _scores.AddRange(record.Scores);
        Labels.Take([.. record.Labels.Select(label => new PseudoLabel(label.Sample, label.Label, label.Confidence))], replaces: true);
        var teacher = Path.Combine(folder, TeacherFile);
        if (!File.Exists(teacher))
            return;
        Teacher.Dispose();
        (Teacher, _isTeacherBase) = (WeightSnapshot.Load(teacher), false);
    }
}
