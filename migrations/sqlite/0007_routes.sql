-- VPCs with several networks and with DHCP options; routes to targets of all kinds; route tables of internet gateways.

-- Remembered answers have the form of the documents below as it was.
DELETE FROM idempotency;

-- The set that an account has without making one is kept only if it has tags.
CREATE TABLE dhcp_options (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX dhcp_options_by_scope ON dhcp_options (account, region, id);

-- By which association each network of a VPC is known. No two VPCs have the same IPv6 network.
CREATE TABLE vpc_cidr_block (
    association_id TEXT NOT NULL PRIMARY KEY,
    vpc_id TEXT NOT NULL REFERENCES vpc (id),
    ipv6_cidr_block TEXT UNIQUE
) STRICT, WITHOUT ROWID;
CREATE INDEX vpc_cidr_block_by_vpc_id ON vpc_cidr_block (vpc_id);
INSERT INTO vpc_cidr_block (association_id, vpc_id)
SELECT body ->> '$.cidrAssociationId', id FROM vpc WHERE body ->> '$.cidrAssociationId' IS NOT NULL;
INSERT INTO vpc_cidr_block (association_id, vpc_id, ipv6_cidr_block)
SELECT body ->> '$.ipv6CidrBlock.associationId', id, body ->> '$.ipv6CidrBlock.cidrBlock'
FROM vpc WHERE body ->> '$.ipv6CidrBlock.associationId' IS NOT NULL;
DROP INDEX vpc_by_cidr_association_id;
DROP INDEX vpc_by_ipv6_cidr_block;
DROP INDEX vpc_by_ipv6_association_id;
ALTER TABLE vpc DROP COLUMN cidr_association_id;
ALTER TABLE vpc DROP COLUMN ipv6_cidr_block;
ALTER TABLE vpc DROP COLUMN ipv6_association_id;
UPDATE vpc SET body = json_remove(
    json_set(
        body,
        '$.secondaryCidrBlocks', json('[]'),
        '$.ipv6CidrBlocks', CASE
            WHEN body ->> '$.ipv6CidrBlock.associationId' IS NULL THEN json('[]')
            ELSE json_array(json(body -> '$.ipv6CidrBlock'))
        END,
        '$.dhcpOptions', json('{"kind":"standard"}')
    ),
    '$.ipv6CidrBlock',
    '$.dhcpOptionsId'
);
ALTER TABLE vpc ADD COLUMN dhcp_options_id TEXT GENERATED ALWAYS AS (body ->> '$.dhcpOptions.dhcpOptionsId') VIRTUAL
    REFERENCES dhcp_options (id);
CREATE INDEX vpc_by_dhcp_options_id ON vpc (dhcp_options_id) WHERE dhcp_options_id IS NOT NULL;

UPDATE route_table SET body = json_remove(
    json_set(
        body,
        '$.localNetworks', CASE
            WHEN body ->> '$.vpcIpv6CidrBlock' IS NULL THEN json_array(body ->> '$.vpcCidrBlock')
            ELSE json_array(body ->> '$.vpcCidrBlock', body ->> '$.vpcIpv6CidrBlock')
        END
    ),
    '$.vpcCidrBlock',
    '$.vpcIpv6CidrBlock'
);

-- A VPC has one main table; subnets and internet gateways use one table at the most.
UPDATE route_table_association SET body = CASE
    WHEN subnet_id IS NULL THEN json_remove(json_set(body, '$.user', 'main'), '$.subnetId')
    ELSE json_set(body, '$.user', 'subnet')
END;
DROP INDEX route_table_association_main;
ALTER TABLE route_table_association ADD COLUMN user TEXT GENERATED ALWAYS AS (body ->> '$.user') VIRTUAL NOT NULL;
ALTER TABLE route_table_association ADD COLUMN internet_gateway_id TEXT
    GENERATED ALWAYS AS (body ->> '$.internetGatewayId') VIRTUAL REFERENCES internet_gateway (id);
CREATE UNIQUE INDEX route_table_association_main ON route_table_association (vpc_id) WHERE user = 'main';
CREATE UNIQUE INDEX route_table_association_by_internet_gateway_id ON route_table_association (internet_gateway_id);

-- Endpoints hold their routes. Other targets may go, and leave black holes.
CREATE TABLE route_copy AS SELECT id, version, body FROM route;
DROP TABLE route;
CREATE TABLE route (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    route_table_id TEXT GENERATED ALWAYS AS (body ->> '$.routeTableId') VIRTUAL NOT NULL REFERENCES route_table (id),
    destination TEXT GENERATED ALWAYS AS (body ->> '$.destination') VIRTUAL NOT NULL,
    endpoint_id TEXT GENERATED ALWAYS AS (body ->> '$.target.endpointId') VIRTUAL REFERENCES endpoint (id),
    target_id TEXT GENERATED ALWAYS AS (coalesce(
        body ->> '$.target.endpointId',
        body ->> '$.target.internetGatewayId',
        body ->> '$.target.egressOnlyInternetGatewayId',
        body ->> '$.target.natGatewayId',
        body ->> '$.target.networkInterfaceId'
    )) VIRTUAL NOT NULL,
    UNIQUE (route_table_id, destination)
) STRICT;
INSERT INTO route (id, version, body) SELECT id, version, body FROM route_copy;
DROP TABLE route_copy;
CREATE INDEX route_by_scope ON route (account, region, id);
CREATE INDEX route_by_endpoint_id ON route (endpoint_id, id);
