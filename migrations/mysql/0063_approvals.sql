-- Requests to have a batch approved, each with what was asked for: hash is that of parts, which are the hashes of the batch's content, people, template and timing. State: asked, approved, rejected, withdrawn or void; changed names the parts that made it void.
-- +goose Up
CREATE TABLE IF NOT EXISTS approvals (
    id            BIGINT NOT NULL,
    app_id        BIGINT NOT NULL DEFAULT 0,
    batch_id      BIGINT NOT NULL DEFAULT 0,
    state         VARBINARY(16) NOT NULL DEFAULT '',
    messages      BIGINT NOT NULL DEFAULT 0,
    hash          VARBINARY(64) NOT NULL DEFAULT '',
    parts         TEXT NOT NULL,
    asked_id      BIGINT NOT NULL DEFAULT 0,
    asked_name    VARCHAR(100) NOT NULL DEFAULT '',
    asked_at      BIGINT NOT NULL DEFAULT 0,
    decided_id    BIGINT NOT NULL DEFAULT 0,
    decided_name  VARCHAR(100) NOT NULL DEFAULT '',
    decided_at    BIGINT NOT NULL DEFAULT 0,
    reason        VARCHAR(500) NOT NULL DEFAULT '',
    changed       VARBINARY(64) NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    KEY approvals_batch_id (batch_id),
    KEY approvals_app_id_state (app_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
