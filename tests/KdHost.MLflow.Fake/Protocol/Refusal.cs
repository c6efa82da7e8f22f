namespace KdHost.MLflow.Fake.Protocol;

/// <summary>An error that the server answers as JSON.</summary>
internal sealed class Refusal(int status, string code, string message) : Exception(message)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;

    internal static Refusal Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    internal static Refusal Missing(string message) => new(404, "RESOURCE_DOES_NOT_EXIST", message);

    internal static Refusal Exists(string message) => new(400, "RESOURCE_ALREADY_EXISTS", message);

    internal static Refusal NotImplemented(string message) => new(501, "NOT_IMPLEMENTED", message);
}
