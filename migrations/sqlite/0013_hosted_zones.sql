-- Route 53: hosted zones, who may resolve private ones, and their record sets.

-- Hosted zones. A caller reference creates one zone of an account.
CREATE TABLE hosted_zone (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    name TEXT GENERATED ALWAYS AS (body ->> '$.name') VIRTUAL NOT NULL,
    reversed_name TEXT GENERATED ALWAYS AS (body ->> '$.reversedName') VIRTUAL NOT NULL,
    private INTEGER GENERATED ALWAYS AS (body ->> '$.private') VIRTUAL NOT NULL,
    caller_reference TEXT GENERATED ALWAYS AS (body ->> '$.callerReference') VIRTUAL NOT NULL,
    UNIQUE (account, caller_reference)
) STRICT;
CREATE INDEX hosted_zone_by_scope ON hosted_zone (account, region, id);
CREATE INDEX hosted_zone_by_reversed_name ON hosted_zone (account, region, reversed_name, id);

-- Which private zones are resolved in which VPC, whoever owns either: each domain in one zone at the most.
CREATE TABLE hosted_zone_vpc (
    vpc_id TEXT NOT NULL REFERENCES vpc (id),
    name TEXT NOT NULL,
    hosted_zone_id TEXT NOT NULL REFERENCES hosted_zone (id),
    PRIMARY KEY (vpc_id, name)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX hosted_zone_vpc_by_hosted_zone_id ON hosted_zone_vpc (hosted_zone_id, vpc_id);

-- Which VPCs of other accounts the owner of a private zone allows to be associated with it.
CREATE TABLE hosted_zone_vpc_authorization (
    hosted_zone_id TEXT NOT NULL REFERENCES hosted_zone (id),
    vpc_id TEXT NOT NULL REFERENCES vpc (id),
    PRIMARY KEY (hosted_zone_id, vpc_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hosted_zone_vpc_authorization_by_vpc_id ON hosted_zone_vpc_authorization (vpc_id);

-- Record sets. In order of the reversed name, a zone's are as they are listed, and what is below a name is a run of neighbours.
CREATE TABLE resource_record_set (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    hosted_zone_id TEXT GENERATED ALWAYS AS (body ->> '$.hostedZoneId') VIRTUAL NOT NULL REFERENCES hosted_zone (id),
    name TEXT GENERATED ALWAYS AS (body ->> '$.name') VIRTUAL NOT NULL,
    reversed_name TEXT GENERATED ALWAYS AS (body ->> '$.reversedName') VIRTUAL NOT NULL,
    type TEXT GENERATED ALWAYS AS (body ->> '$.recordType') VIRTUAL NOT NULL,
    set_identifier TEXT GENERATED ALWAYS AS (coalesce(body ->> '$.setIdentifier', '')) VIRTUAL NOT NULL,
    UNIQUE (hosted_zone_id, reversed_name, type, set_identifier)
) STRICT;
CREATE INDEX resource_record_set_by_scope ON resource_record_set (account, region, id);
CREATE INDEX resource_record_set_by_name ON resource_record_set (name, type);

-- Changes that can be asked for. They outlive the zone.
CREATE TABLE hosted_zone_change (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    comment TEXT,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX hosted_zone_change_by_expires_at ON hosted_zone_change (expires_at);
