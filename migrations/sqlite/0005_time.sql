-- How the server's clock differs from the machine's: one row, or none while nobody has adjusted it.
CREATE TABLE clock (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- Records of the sandbox's public DNS. They are in no region, and are kept in us-east-1. Whoever looks a name up sees the
-- records of all accounts.
CREATE TABLE dns_record (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    name TEXT GENERATED ALWAYS AS (body ->> '$.name') VIRTUAL NOT NULL CHECK (name = lower(name)),
    type TEXT GENERATED ALWAYS AS (body ->> '$.recordType') VIRTUAL NOT NULL CHECK (type IN ('TXT'))
) STRICT;
CREATE INDEX dns_record_by_scope ON dns_record (account, region, id);
CREATE INDEX dns_record_by_name ON dns_record (name, type);

-- Which endpoint was in which zone from when to when, kept after the endpoint is gone: what costs are made of.
CREATE TABLE usage (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    endpoint TEXT NOT NULL CHECK (json_valid(endpoint)),
    availability_zone TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER CHECK (ended_at >= started_at),
    endpoint_id TEXT GENERATED ALWAYS AS (endpoint ->> '$.endpointId') VIRTUAL NOT NULL,
    service_id TEXT GENERATED ALWAYS AS (endpoint ->> '$.serviceId') VIRTUAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX usage_in_zone ON usage (endpoint_id, availability_zone) WHERE ended_at IS NULL;
CREATE INDEX usage_by_service_id ON usage (service_id) WHERE ended_at IS NULL;

-- From when on who pays for it; the latest of them pays.
CREATE TABLE usage_payer (
    usage_id INTEGER NOT NULL REFERENCES usage (id),
    paid_from INTEGER NOT NULL,
    payer TEXT NOT NULL,
    PRIMARY KEY (usage_id, paid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_payer_by_payer ON usage_payer (payer, paid_from);

-- The endpoints that are there already.
INSERT INTO usage (endpoint, availability_zone, started_at)
SELECT
    json_object(
        'endpointId', endpoint.id,
        'endpointType', 'Interface',
        'owner', json(endpoint.body -> '$.scope'),
        'serviceId', endpoint.service_id,
        'serviceName', endpoint.service_name
    ),
    subnet.value ->> '$.availabilityZone',
    endpoint.body ->> '$.createdAt'
FROM endpoint, json_each(endpoint.body, '$.subnets') AS subnet
WHERE endpoint.state NOT IN ('deleting', 'deleted')
    AND NOT (endpoint.state = 'rejected'
        AND NOT EXISTS (SELECT 1 FROM endpoint_service WHERE endpoint_service.id = endpoint.service_id));
INSERT INTO usage_payer (usage_id, paid_from, payer)
SELECT id, started_at, endpoint ->> '$.owner.account' FROM usage;
