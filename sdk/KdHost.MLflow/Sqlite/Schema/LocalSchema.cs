namespace KdHost.MLflow;

/// <summary>Which tables a new local file gets. Files that exist stay as they are.</summary>
public enum LocalSchema
{
    /// <summary>Revision <c>acf3f17fdcc7</c>: MLflow 2.8 and later open it.</summary>
    Mlflow28,

    /// <summary>Revision <c>97727af70f4d</c>: MLflow 2.0 and later open it. It has no tables for data sets and aliases.</summary>
    Mlflow20,
}
