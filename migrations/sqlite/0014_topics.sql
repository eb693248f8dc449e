-- Topics as SNS has them: attributes, tags, subscriptions, and messages that anybody publishes.

-- Remembered answers have the form of the documents below as it was.
DELETE FROM idempotency;

UPDATE topic SET body = json_set(
    body,
    '$.attributes', json('{}'),
    '$.dataProtectionPolicy', NULL,
    '$.tags', json('[]')
);

-- Subscriptions to topics; `id` is the ARN. The account is the subscriber's, who need not own the topic.
CREATE TABLE subscription (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    topic_arn TEXT GENERATED ALWAYS AS (body ->> '$.topicArn') VIRTUAL NOT NULL REFERENCES topic (id),
    protocol TEXT GENERATED ALWAYS AS (body ->> '$.protocol') VIRTUAL NOT NULL,
    endpoint TEXT GENERATED ALWAYS AS (body ->> '$.endpoint') VIRTUAL NOT NULL,
    state TEXT GENERATED ALWAYS AS (body ->> '$.confirmation.state') VIRTUAL NOT NULL CHECK (state IN ('pending', 'confirmed')),
    token TEXT GENERATED ALWAYS AS (body ->> '$.confirmation.token') VIRTUAL,
    due_at INTEGER GENERATED ALWAYS AS (body ->> '$.confirmation.dueAt') VIRTUAL,
    filter_policy TEXT GENERATED ALWAYS AS (body ->> '$.attributes.FilterPolicy') VIRTUAL
) STRICT;
CREATE INDEX subscription_by_scope ON subscription (account, region, id);
CREATE INDEX subscription_by_topic ON subscription (topic_arn, id);
CREATE UNIQUE INDEX subscription_by_endpoint ON subscription (topic_arn, endpoint, protocol, account);
CREATE INDEX subscription_by_token ON subscription (token) WHERE token IS NOT NULL;
CREATE INDEX subscription_by_due_at ON subscription (due_at) WHERE due_at IS NOT NULL;

-- Messages of first-in-first-out topics: their numbers, and by what they are known again for a while.
CREATE TABLE fifo_message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic_arn TEXT NOT NULL,
    deduplication_key TEXT NOT NULL,
    message_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fifo_message_by_key ON fifo_message (topic_arn, deduplication_key);
CREATE INDEX fifo_message_by_expires_at ON fifo_message (expires_at);

-- Messages to subscribers, of notifications and of anybody who publishes. What one account has pending for one subscriber of a
-- topic is a queue in order of id, and only its head is due. Deliveries outlive what they come from, so nothing is a foreign key.
CREATE TABLE delivery_copy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notification_id TEXT,
    subject_id TEXT,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    topic_arn TEXT NOT NULL,
    subscriber TEXT,
    subscription_arn TEXT,
    queue TEXT,
    event_sequence INTEGER,
    event TEXT CHECK (event IN ('Accept', 'Connect', 'Delete', 'Reject')),
    kind TEXT NOT NULL CHECK (kind IN ('Notification', 'SubscriptionConfirmation')),
    message_id TEXT NOT NULL,
    subject TEXT,
    message TEXT NOT NULL,
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    token TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'noSubscriber')),
    attempts INTEGER NOT NULL,
    due_at INTEGER CHECK (due_at IS NULL OR state = 'pending'),
    last_error TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER CHECK ((finished_at IS NULL) = (state = 'pending')),
    expires_at INTEGER CHECK ((expires_at IS NULL) = (state = 'pending')),
    CHECK (subscriber IS NOT NULL OR state IN ('failed', 'noSubscriber')),
    CHECK ((subscriber IS NULL) = (queue IS NULL)),
    CHECK ((notification_id IS NULL) = (event IS NULL)),
    CHECK ((kind = 'SubscriptionConfirmation') = (token IS NOT NULL))
) STRICT;
INSERT INTO delivery_copy (id, notification_id, subject_id, account, region, topic_arn, subscriber, queue, event_sequence, event,
    kind, message_id, subject, message, attributes, state, attempts, created_at, finished_at, expires_at, last_error)
SELECT id, notification_id, subject_id, account, region, topic_arn, subscriber,
    account || '/' || region || ' ' || topic_arn || ' ' || subscriber, event_sequence, event,
    'Notification', message_id, 'VPC endpoint connection: ' || event, message, '{}', state, attempts, created_at, finished_at,
    expires_at, last_error
FROM delivery ORDER BY id;
-- The queues of several accounts were one before: each begins with its own first message.
UPDATE delivery_copy SET due_at = coalesce(
    (SELECT due_at FROM delivery WHERE delivery.id = delivery_copy.id AND due_at IS NOT NULL),
    created_at
) WHERE id IN (SELECT MIN(id) FROM delivery_copy WHERE state = 'pending' GROUP BY queue);
DROP TABLE delivery;
ALTER TABLE delivery_copy RENAME TO delivery;
CREATE INDEX delivery_by_notification ON delivery (account, region, notification_id, id) WHERE notification_id IS NOT NULL;
CREATE INDEX delivery_by_queue ON delivery (queue, id) WHERE state = 'pending';
CREATE UNIQUE INDEX delivery_head_of_queue ON delivery (queue) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_by_due_at ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_by_expires_at ON delivery (expires_at) WHERE expires_at IS NOT NULL;
