-- Connection notifications, the topics that they are published under, and what is on its way to whom.

-- Connection notifications, of a service or of an endpoint.
CREATE TABLE notification (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    service_id TEXT GENERATED ALWAYS AS (body ->> '$.subject.serviceId') VIRTUAL REFERENCES endpoint_service (id),
    endpoint_id TEXT GENERATED ALWAYS AS (body ->> '$.subject.endpointId') VIRTUAL REFERENCES endpoint (id),
    CHECK ((service_id IS NULL) <> (endpoint_id IS NULL))
) STRICT;
CREATE INDEX notification_by_scope ON notification (account, region, id);
CREATE INDEX notification_by_service_id ON notification (service_id, id) WHERE service_id IS NOT NULL;
CREATE INDEX notification_by_endpoint_id ON notification (endpoint_id, id) WHERE endpoint_id IS NOT NULL;

-- Topics that were set up over the REST API; `id` is the ARN.
CREATE TABLE topic (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX topic_by_scope ON topic (account, region, id);

-- Messages to subscribers. What is pending for a subscriber of a topic is a queue in order of id, and only its head is due.
-- Deliveries outlive the notification and the topic that they come from, so neither is a foreign key.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notification_id TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    topic_arn TEXT NOT NULL,
    subscriber TEXT,
    event_sequence INTEGER NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('Accept', 'Connect', 'Delete', 'Reject')),
    message_id TEXT NOT NULL,
    message TEXT NOT NULL CHECK (json_valid(message)),
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'noSubscriber')),
    attempts INTEGER NOT NULL,
    due_at INTEGER CHECK (due_at IS NULL OR state = 'pending'),
    last_error TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER CHECK ((finished_at IS NULL) = (state = 'pending')),
    expires_at INTEGER CHECK ((expires_at IS NULL) = (state = 'pending')),
    CHECK (subscriber IS NOT NULL OR state = 'noSubscriber')
) STRICT;
CREATE INDEX delivery_by_notification ON delivery (account, region, notification_id, id);
CREATE INDEX delivery_by_queue ON delivery (topic_arn, subscriber, id) WHERE state = 'pending';
CREATE UNIQUE INDEX delivery_head_of_queue ON delivery (topic_arn, subscriber) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_by_due_at ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_by_expires_at ON delivery (expires_at) WHERE expires_at IS NOT NULL;
