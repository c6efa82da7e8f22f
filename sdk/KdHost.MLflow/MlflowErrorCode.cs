namespace KdHost.MLflow;

/// <summary>The error codes that callers may want to tell apart; servers send more.</summary>
public static class MlflowErrorCode
{
    /// <summary>A value, a name, a size or a state is wrong; also given by this library's own checks.</summary>
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";

    /// <summary>No such run, experiment, model or artifact.</summary>
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>The name is taken.</summary>
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";

    /// <summary>The database of the server refused; on log-batch a sign of a NaN that is stored already.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>A fault inside the server.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>The server has no such feature.</summary>
    public const string NotImplemented = "NOT_IMPLEMENTED";

    /// <summary>Another process holds the store; try again.</summary>
    public const string TemporarilyUnavailable = "TEMPORARILY_UNAVAILABLE";
}
