namespace KdHost.Sdk.Methods;

/// <summary>Saves and restores the state of a training, so that a kill costs seconds and changes no number.</summary>
public interface ICheckpoints
{
    /// <summary>Folder of the newest complete checkpoint of this training, or null at a first start. Read only.</summary>
    string? Latest { get; }

    /// <summary>Whether enough time has passed since the last checkpoint for the next one to be worth its cost.</summary>
    bool Due { get; }

    /// <summary>
    /// Saves a checkpoint: metrics logged so far are made durable first, the files are flushed, and the checkpoint appears whole or not at all.
    /// Afterwards <see cref="Latest"/> is this one and older ones are gone.
    /// </summary>
    /// <param name="write">Writes the files of the checkpoint into the folder that it is given.</param>
    void Save(Action<string> write);
}
