-- Internet gateways, egress-only internet gateways, NAT gateways, Elastic IP addresses.

-- A VPC has one internet gateway at the most.
CREATE TABLE internet_gateway (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL UNIQUE REFERENCES vpc (id)
) STRICT;
CREATE INDEX internet_gateway_by_scope ON internet_gateway (account, region, id);

CREATE TABLE egress_only_internet_gateway (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL UNIQUE REFERENCES vpc (id)
) STRICT;
CREATE INDEX egress_only_internet_gateway_by_scope ON egress_only_internet_gateway (account, region, id);

-- A NAT gateway that is gone is still shown for a while, and does not hold its subnet.
CREATE TABLE nat_gateway (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL,
    subnet_id TEXT GENERATED ALWAYS AS (body ->> '$.subnetId') VIRTUAL NOT NULL,
    availability_zone TEXT GENERATED ALWAYS AS (body ->> '$.availabilityZone') VIRTUAL NOT NULL,
    state TEXT GENERATED ALWAYS AS (body ->> '$.progress.state') VIRTUAL NOT NULL CHECK (
        state IN ('pending', 'available', 'failed', 'deleting', 'deleted')),
    due_at INTEGER GENERATED ALWAYS AS (body ->> '$.progress.dueAt') VIRTUAL,
    network_interface_id TEXT GENERATED ALWAYS AS (body ->> '$.networkInterfaceId') VIRTUAL
        REFERENCES network_interface (id),
    CHECK (network_interface_id IS NOT NULL OR state IN ('failed', 'deleting', 'deleted'))
) STRICT;
CREATE INDEX nat_gateway_by_scope ON nat_gateway (account, region, id);
CREATE INDEX nat_gateway_by_vpc_id ON nat_gateway (account, region, vpc_id, id);
CREATE INDEX nat_gateway_by_subnet_id ON nat_gateway (account, region, subnet_id, id);
CREATE INDEX nat_gateway_by_state ON nat_gateway (account, region, state, id);
CREATE INDEX nat_gateway_by_availability_zone ON nat_gateway (account, region, availability_zone, state);
CREATE INDEX nat_gateway_by_due_at ON nat_gateway (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX nat_gateway_by_network_interface_id ON nat_gateway (network_interface_id);

-- A public address is given out once, and a private address has one public address at the most.
CREATE TABLE elastic_ip (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    public_ip TEXT GENERATED ALWAYS AS (body ->> '$.publicIp') VIRTUAL NOT NULL UNIQUE,
    association_id TEXT GENERATED ALWAYS AS (body ->> '$.association.associationId') VIRTUAL UNIQUE,
    network_interface_id TEXT GENERATED ALWAYS AS (body ->> '$.association.networkInterfaceId') VIRTUAL
        REFERENCES network_interface (id),
    private_ip_address TEXT GENERATED ALWAYS AS (body ->> '$.association.privateIpAddress') VIRTUAL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.association.vpcId') VIRTUAL REFERENCES vpc (id),
    UNIQUE (network_interface_id, private_ip_address)
) STRICT;
CREATE INDEX elastic_ip_by_scope ON elastic_ip (account, region, id);
CREATE INDEX elastic_ip_by_vpc_id ON elastic_ip (vpc_id) WHERE vpc_id IS NOT NULL;
