-- Network interfaces of users' own; default VPCs and subnets; reserved parts of subnets.

-- Interfaces may have several addresses and prefixes. Those so far were held by something, with the attributes that they start with.
UPDATE network_interface SET body = json_set(
    body,
    '$.secondaryPrivateIpAddresses', json('[]'),
    '$.furtherIpv6Addresses', json('[]'),
    '$.ipv4Prefixes', json('[]'),
    '$.ipv6Prefixes', json('[]'),
    '$.sourceDestCheck', json('true'),
    '$.hasPrimaryIpv6', json('false'),
    '$.associatePublicIpAddress', json('false'),
    '$.connectionTracking', json('{}')
);

-- An interface has an IPv4 address, an IPv6 address, or both, unless it is for memory access alone.
ALTER TABLE network_interface DROP COLUMN ipv6_address;
ALTER TABLE network_interface ADD COLUMN ipv6_address TEXT
    GENERATED ALWAYS AS (body ->> '$.ipv6Address') VIRTUAL CHECK (
        coalesce(private_ip_address, ipv6_address) IS NOT NULL OR body ->> '$.holder.interfaceType' = 'efa-only');

-- Which IPv6 prefix of which subnet is in use, in its canonical spelling. The addresses of IPv4 prefixes are in `address`.
CREATE TABLE ipv6_prefix (
    subnet_id TEXT NOT NULL REFERENCES subnet (id),
    prefix TEXT NOT NULL,
    network_interface_id TEXT NOT NULL REFERENCES network_interface (id),
    PRIMARY KEY (subnet_id, prefix)
) STRICT, WITHOUT ROWID;
CREATE INDEX ipv6_prefix_by_network_interface_id ON ipv6_prefix (network_interface_id);

-- What other accounts may do with an interface: each of it once.
CREATE TABLE network_interface_permission (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    network_interface_id TEXT GENERATED ALWAYS AS (body ->> '$.networkInterfaceId') VIRTUAL NOT NULL
        REFERENCES network_interface (id),
    permission TEXT GENERATED ALWAYS AS ((body ->> '$.account') || ' ' || (body ->> '$.permission')) VIRTUAL NOT NULL,
    UNIQUE (network_interface_id, permission)
) STRICT;
CREATE INDEX network_interface_permission_by_scope ON network_interface_permission (account, region, id);

-- A region has one default VPC of an account, and this has one default subnet in a zone.
UPDATE vpc SET body = json_set(body, '$.isDefault', json('false'));
ALTER TABLE vpc ADD COLUMN is_default INTEGER GENERATED ALWAYS AS (body ->> '$.isDefault') VIRTUAL;
CREATE UNIQUE INDEX vpc_default ON vpc (account, region) WHERE is_default = 1;
UPDATE subnet SET body = json_set(body, '$.isDefaultForZone', json('false'));
ALTER TABLE subnet ADD COLUMN is_default_for_zone INTEGER GENERATED ALWAYS AS (body ->> '$.isDefaultForZone') VIRTUAL;
ALTER TABLE subnet ADD COLUMN availability_zone TEXT GENERATED ALWAYS AS (body ->> '$.availabilityZone') VIRTUAL;
CREATE UNIQUE INDEX subnet_default_for_zone ON subnet (account, region, availability_zone) WHERE is_default_for_zone = 1;

-- Parts of subnets from which addresses are not given out by themselves. They don't overlap, which the command checks.
CREATE TABLE subnet_cidr_reservation (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    subnet_id TEXT GENERATED ALWAYS AS (body ->> '$.subnetId') VIRTUAL NOT NULL REFERENCES subnet (id),
    cidr TEXT GENERATED ALWAYS AS (body ->> '$.cidr') VIRTUAL NOT NULL,
    UNIQUE (subnet_id, cidr)
) STRICT;
CREATE INDEX subnet_cidr_reservation_by_scope ON subnet_cidr_reservation (account, region, id);
CREATE INDEX subnet_cidr_reservation_by_subnet_id ON subnet_cidr_reservation (subnet_id, id);

-- Answers remembered in their former shape.
DELETE FROM idempotency WHERE command IN ('CreateVpc', 'ModifyVpcAttribute', 'AssociateVpcCidrBlock', 'CreateSubnet',
    'ModifySubnetAttribute', 'AssociateSubnetCidrBlock');
