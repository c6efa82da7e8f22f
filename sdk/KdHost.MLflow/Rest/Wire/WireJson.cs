using System.Text.Json.Serialization;

namespace KdHost.MLflow.Rest.Wire;

/// <summary>
/// MLflow's JSON: snake_case names, absent instead of null, non-finite numbers as the strings "NaN", "Infinity",
/// "-Infinity" (a bare NaN makes servers store zeros and answer 200).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireNothing))]
[JsonSerializable(typeof(WireExperimentAnswer))]
[JsonSerializable(typeof(WireExperimentId))]
[JsonSerializable(typeof(WireExperiments))]
[JsonSerializable(typeof(WireNewExperiment))]
[JsonSerializable(typeof(WireExperimentSearch))]
[JsonSerializable(typeof(WireExperimentRename))]
[JsonSerializable(typeof(WireExperimentTag))]
[JsonSerializable(typeof(WireRunAnswer))]
[JsonSerializable(typeof(WireRunInfoAnswer))]
[JsonSerializable(typeof(WireRuns))]
[JsonSerializable(typeof(WireNewRun))]
[JsonSerializable(typeof(WireRunId))]
[JsonSerializable(typeof(WireRunUpdate))]
[JsonSerializable(typeof(WireRunTag))]
[JsonSerializable(typeof(WireRunSearch))]
[JsonSerializable(typeof(WireBatch))]
[JsonSerializable(typeof(WireMetrics))]
[JsonSerializable(typeof(WireRunMetrics))]
[JsonSerializable(typeof(WireLogInputs))]
[JsonSerializable(typeof(WireArtifacts))]
[JsonSerializable(typeof(WireUploadStart))]
[JsonSerializable(typeof(WireUpload))]
[JsonSerializable(typeof(WireUploadEnd))]
[JsonSerializable(typeof(WireRegistryRequest))]
[JsonSerializable(typeof(WireRegisteredModelAnswer))]
[JsonSerializable(typeof(WireModelVersionAnswer))]
[JsonSerializable(typeof(WireModelVersions))]
[JsonSerializable(typeof(WireNewLoggedModel))]
[JsonSerializable(typeof(WireLoggedModelEnd))]
[JsonSerializable(typeof(WireLoggedModelAnswer))]
[JsonSerializable(typeof(WireLoggedModelSearch))]
[JsonSerializable(typeof(WireLoggedModels))]
[JsonSerializable(typeof(WireLoggedModelTags))]
[JsonSerializable(typeof(WireRunOutputs))]
[JsonSerializable(typeof(WireRegisteredModels))]
[JsonSerializable(typeof(WireRunMetricLog))]
[JsonSerializable(typeof(WirePresigned))]
[JsonSerializable(typeof(WireServerInfo))]
[JsonSerializable(typeof(WireDownloadAddress))]
internal sealed partial class WireJson : JsonSerializerContext;
