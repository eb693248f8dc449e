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
