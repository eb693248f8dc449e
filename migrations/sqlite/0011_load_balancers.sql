-- Application load balancers, their targets, and everything that the other load balancers could not have yet.

-- Remembered answers have the form of the documents below as it was.
DELETE FROM idempotency WHERE command IN (
    'CreateLoadBalancer', 'ModifyLoadBalancerAttributes', 'SetIpAddressType', 'SetSecurityGroups', 'SetSubnets',
    'CreateTargetGroup', 'ModifyTargetGroup', 'ModifyTargetGroupAttributes', 'RegisterTargets');

UPDATE load_balancer SET body = json_set(
    body,
    '$.usesSourceNatPrefixes', json('false'),
    '$.capacityReservation', NULL,
    '$.zones', json((
        SELECT json_group_array(json(json_set(zone.value, '$.elasticIp', NULL, '$.sourceNatIpv6Prefix', NULL)))
        FROM json_each(body, '$.zones') AS zone
    ))
);

ALTER TABLE load_balancer ADD COLUMN load_balancer_type TEXT GENERATED ALWAYS AS (body ->> '$.loadBalancerType') VIRTUAL
    CHECK (load_balancer_type IN ('application', 'network', 'gateway'));
CREATE INDEX load_balancer_by_load_balancer_type ON load_balancer (account, region, load_balancer_type);

-- Functions are in no VPC, so that a target group may be in none either. Target groups are referenced by listeners and
-- targets, which are there again at the end.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE target_group_copy AS
    SELECT id, version,
        json_set(
            body,
            '$.protocolVersion', NULL,
            '$.ipAddressType', 'ipv4',
            '$.targetControlPort', NULL,
            '$.healthCheck.enabled', json('true')
        ) AS body
    FROM target_group;
UPDATE target_group_copy
    SET body = json_set(body, '$.healthCheck.matcher', json_object('httpCode', body ->> '$.healthCheck.matcher'))
    WHERE body ->> '$.healthCheck.matcher' IS NOT NULL;
DROP TABLE target_group;
CREATE TABLE target_group (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    name TEXT GENERATED ALWAYS AS (body ->> '$.name') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL REFERENCES vpc (id),
    target_type TEXT GENERATED ALWAYS AS (body ->> '$.targetType') VIRTUAL CHECK (
        target_type IN ('instance', 'ip', 'alb', 'lambda')),
    protocol TEXT GENERATED ALWAYS AS (body ->> '$.protocol') VIRTUAL,
    UNIQUE (account, region, name),
    CHECK (vpc_id IS NOT NULL OR target_type = 'lambda')
) STRICT;
INSERT INTO target_group (id, version, body) SELECT id, version, body FROM target_group_copy;
DROP TABLE target_group_copy;
CREATE INDEX target_group_by_scope ON target_group (account, region, id);
CREATE INDEX target_group_by_vpc_id ON target_group (vpc_id, id);
CREATE INDEX target_group_by_protocol ON target_group (account, region, protocol);

-- Functions have no port; to the index they are on port 0.
CREATE TABLE target_copy AS
    SELECT id, version, json_set(body, '$.quicServerId', NULL, '$.health', NULL) AS body FROM target;
DROP TABLE target;
CREATE TABLE target (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    target_group_arn TEXT GENERATED ALWAYS AS (body ->> '$.targetGroupArn') VIRTUAL NOT NULL REFERENCES target_group (id),
    target_id TEXT GENERATED ALWAYS AS (body ->> '$.targetId') VIRTUAL NOT NULL,
    port INTEGER GENERATED ALWAYS AS (coalesce(body ->> '$.port', 0)) VIRTUAL NOT NULL,
    UNIQUE (target_group_arn, target_id, port)
) STRICT;
INSERT INTO target (id, version, body) SELECT id, version, body FROM target_copy;
DROP TABLE target_copy;
CREATE INDEX target_by_scope ON target (account, region, id);
CREATE INDEX target_by_target_group_arn ON target (target_group_arn, id);
CREATE INDEX target_by_target_id ON target (account, region, target_id);
