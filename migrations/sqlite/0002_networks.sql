-- IPv6 in VPCs, subnets and interfaces; routes.

-- A VPC may have an IPv6 network, which no other VPC has.
ALTER TABLE vpc ADD COLUMN ipv6_cidr_block TEXT GENERATED ALWAYS AS (body ->> '$.ipv6CidrBlock.cidrBlock') VIRTUAL;
ALTER TABLE vpc ADD COLUMN ipv6_association_id TEXT GENERATED ALWAYS AS (body ->> '$.ipv6CidrBlock.associationId') VIRTUAL;
ALTER TABLE vpc ADD COLUMN cidr_association_id TEXT GENERATED ALWAYS AS (body ->> '$.cidrAssociationId') VIRTUAL;
CREATE UNIQUE INDEX vpc_by_cidr_association_id ON vpc (cidr_association_id);
CREATE UNIQUE INDEX vpc_by_ipv6_cidr_block ON vpc (ipv6_cidr_block);
CREATE UNIQUE INDEX vpc_by_ipv6_association_id ON vpc (ipv6_association_id);

-- A subnet has an IPv4 network, an IPv6 network, or both. Others refer to subnets, and are left in peace while the table
-- is built anew.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE subnet_copy AS SELECT id, version, body FROM subnet;
DROP TABLE subnet;
CREATE TABLE subnet (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    cidr_block TEXT GENERATED ALWAYS AS (body ->> '$.cidrBlock') VIRTUAL,
    ipv6_cidr_block TEXT GENERATED ALWAYS AS (body ->> '$.ipv6CidrBlock.cidrBlock') VIRTUAL,
    ipv6_association_id TEXT GENERATED ALWAYS AS (body ->> '$.ipv6CidrBlock.associationId') VIRTUAL UNIQUE,
    CHECK (coalesce(cidr_block, ipv6_cidr_block) IS NOT NULL),
    UNIQUE (vpc_id, cidr_block),
    UNIQUE (vpc_id, ipv6_cidr_block)
) STRICT;
INSERT INTO subnet (id, version, body)
SELECT id, version, json_set(
    body,
    '$.ipv6CidrBlock', NULL,
    '$.ipv6Native', json('false'),
    '$.assignIpv6AddressOnCreation', json('false'),
    '$.enableDns64', json('false'),
    '$.hostnameType', 'ip-name',
    '$.enableResourceNameDnsARecord', json('false'),
    '$.enableResourceNameDnsAaaaRecord', json('false')
) FROM subnet_copy;
DROP TABLE subnet_copy;
CREATE INDEX subnet_by_scope ON subnet (account, region, id);
CREATE INDEX subnet_by_vpc_id ON subnet (vpc_id, id);

-- An interface has an IPv4 address, an IPv6 address, or both.
ALTER TABLE network_interface DROP COLUMN private_ip_address;
ALTER TABLE network_interface ADD COLUMN private_ip_address TEXT
    GENERATED ALWAYS AS (body ->> '$.privateIpAddress') VIRTUAL;
ALTER TABLE network_interface ADD COLUMN ipv6_address TEXT
    GENERATED ALWAYS AS (body ->> '$.ipv6Address') VIRTUAL CHECK (coalesce(private_ip_address, ipv6_address) IS NOT NULL);

ALTER TABLE network_interface ADD COLUMN attachment_id TEXT
    GENERATED ALWAYS AS (body ->> '$.attachmentId') VIRTUAL;
CREATE UNIQUE INDEX network_interface_by_attachment_id ON network_interface (attachment_id);

-- Which IPv6 address of which subnet is in use, in its canonical spelling.
CREATE TABLE ipv6_address (
    subnet_id TEXT NOT NULL REFERENCES subnet (id),
    address TEXT NOT NULL,
    network_interface_id TEXT NOT NULL REFERENCES network_interface (id),
    PRIMARY KEY (subnet_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX ipv6_address_by_network_interface_id ON ipv6_address (network_interface_id);

-- Routes other than the local ones; `id` is made of table and destination, of which a table has each once.
CREATE TABLE route (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    route_table_id TEXT GENERATED ALWAYS AS (body ->> '$.routeTableId') VIRTUAL NOT NULL REFERENCES route_table (id),
    destination TEXT GENERATED ALWAYS AS (body ->> '$.destination') VIRTUAL NOT NULL,
    endpoint_id TEXT GENERATED ALWAYS AS (body ->> '$.target.endpointId') VIRTUAL NOT NULL REFERENCES endpoint (id),
    UNIQUE (route_table_id, destination)
) STRICT;
CREATE INDEX route_by_scope ON route (account, region, id);
CREATE INDEX route_by_endpoint_id ON route (endpoint_id, id);

-- Answers remembered in their former shape.
DELETE FROM idempotency WHERE command IN ('CreateVpc', 'CreateSubnet', 'CreateRouteTable', 'ModifySubnetAttribute');
