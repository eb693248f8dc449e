-- Network ACLs with entries and associations, customers' prefix lists, rules of security groups by prefix list.

-- A VPC may have several network ACLs, of which one is the default. Its entries are part of an ACL, all but the last of each
-- direction, which every ACL has.
CREATE TABLE network_acl_copy AS SELECT id, version, body FROM network_acl;
DROP TABLE network_acl;
CREATE TABLE network_acl (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    is_default INTEGER GENERATED ALWAYS AS (body ->> '$.isDefault') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX network_acl_by_scope ON network_acl (account, region, id);
CREATE INDEX network_acl_by_vpc_id ON network_acl (vpc_id, id);
CREATE UNIQUE INDEX network_acl_default ON network_acl (vpc_id) WHERE is_default = 1;
INSERT INTO network_acl (id, version, body)
SELECT id, version, json_set(
    body,
    '$.isDefault', json('true'),
    '$.entries', json('[
        {"number": 100, "isEgress": true, "action": "allow", "protocol": -1, "network": "0.0.0.0/0", "ports": null, "icmp": null},
        {"number": 100, "isEgress": false, "action": "allow", "protocol": -1, "network": "0.0.0.0/0", "ports": null, "icmp": null}
    ]')
) FROM network_acl_copy;
DROP TABLE network_acl_copy;
UPDATE network_acl SET body = json_set(
    body,
    '$.entries[#]', json('{"number": 101, "isEgress": true, "action": "allow", "protocol": -1, "network": "::/0", "ports": null, "icmp": null}'),
    '$.entries[#]', json('{"number": 101, "isEgress": false, "action": "allow", "protocol": -1, "network": "::/0", "ports": null, "icmp": null}')
) WHERE vpc_id IN (SELECT vpc_id FROM vpc_cidr_block WHERE ipv6_cidr_block IS NOT NULL);

-- Which ACL a subnet has: one, always.
CREATE TABLE network_acl_association (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    network_acl_id TEXT GENERATED ALWAYS AS (body ->> '$.networkAclId') VIRTUAL NOT NULL REFERENCES network_acl (id),
    subnet_id TEXT GENERATED ALWAYS AS (body ->> '$.subnetId') VIRTUAL NOT NULL UNIQUE REFERENCES subnet (id)
) STRICT;
CREATE INDEX network_acl_association_by_scope ON network_acl_association (account, region, id);
CREATE INDEX network_acl_association_by_network_acl_id ON network_acl_association (network_acl_id, id);
INSERT INTO network_acl_association (id, version, body)
SELECT 'aclassoc' || substr(subnet.id, length('subnet') + 1), 1, json_object(
    'id', 'aclassoc' || substr(subnet.id, length('subnet') + 1),
    'scope', json(subnet.body -> '$.scope'),
    'vpcId', subnet.vpc_id,
    'networkAclId', network_acl.id,
    'subnetId', subnet.id,
    'createdAt', json(subnet.body -> '$.createdAt')
) FROM subnet JOIN network_acl ON network_acl.vpc_id = subnet.vpc_id;

-- Customers' prefix lists, and the entries of each version that is kept.
CREATE TABLE managed_prefix_list (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX managed_prefix_list_by_scope ON managed_prefix_list (account, region, id);
CREATE TABLE managed_prefix_list_version (
    prefix_list_id TEXT NOT NULL REFERENCES managed_prefix_list (id),
    number INTEGER NOT NULL,
    entries TEXT NOT NULL CHECK (json_valid(entries)),
    PRIMARY KEY (prefix_list_id, number)
) STRICT, WITHOUT ROWID;

-- Who refers to a prefix list: AWS's lists are no documents, so neither column is a foreign key.
ALTER TABLE security_group_rule ADD COLUMN prefix_list_id TEXT
    GENERATED ALWAYS AS (body ->> '$.permission.peer.prefixListId') VIRTUAL;
CREATE INDEX security_group_rule_by_prefix_list_id ON security_group_rule (prefix_list_id, group_id)
    WHERE prefix_list_id IS NOT NULL;
CREATE INDEX route_by_destination_and_table ON route (destination, route_table_id);

-- Answers remembered in their former shape.
DELETE FROM idempotency WHERE command = 'DeleteSecurityGroup';
