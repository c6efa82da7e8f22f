-- From the tables of MLflow 2.8 back to those of MLflow 2.0.

DROP TABLE input_tags;
DROP TABLE inputs;
DROP TABLE datasets;
DROP TABLE registered_model_aliases;
ALTER TABLE model_versions DROP COLUMN storage_location;

DROP TABLE params;
CREATE TABLE params (
    "key" VARCHAR(250) NOT NULL,
    value VARCHAR(500) NOT NULL,
    run_uuid VARCHAR(32) NOT NULL,
    CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid),
    FOREIGN KEY (run_uuid) REFERENCES runs (run_uuid)
);
CREATE INDEX index_params_run_uuid ON params (run_uuid);

UPDATE alembic_version SET version_num = '97727af70f4d';
