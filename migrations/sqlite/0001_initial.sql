-- Each resource is one JSON document in `body`. Every other column but `id` and `version` is computed from the document,
-- so that the two cannot disagree, and carries the constraints: references, uniqueness, spelling.
-- Times are microseconds since 1970-01-01T00:00:00Z.

-- VPCs.
CREATE TABLE vpc (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    cidr_block TEXT GENERATED ALWAYS AS (body ->> '$.cidrBlock') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX vpc_by_scope ON vpc (account, region, id);

-- Subnets. `cidr_block` is unique in a VPC; overlap is checked by the command.
CREATE TABLE subnet (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    cidr_block TEXT GENERATED ALWAYS AS (body ->> '$.cidrBlock') VIRTUAL NOT NULL,
    UNIQUE (vpc_id, cidr_block)
) STRICT;
CREATE INDEX subnet_by_scope ON subnet (account, region, id);
CREATE INDEX subnet_by_vpc_id ON subnet (vpc_id, id);

-- Security groups. Names are unique in a VPC whatever the case of their letters.
CREATE TABLE security_group (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    name TEXT GENERATED ALWAYS AS (lower(body ->> '$.name')) VIRTUAL NOT NULL,
    UNIQUE (vpc_id, name)
) STRICT;
CREATE INDEX security_group_by_scope ON security_group (account, region, id);
CREATE INDEX security_group_by_vpc_id ON security_group (vpc_id, id);

-- Rules of security groups. The same permission exists once in a group.
CREATE TABLE security_group_rule (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    group_id TEXT GENERATED ALWAYS AS (body ->> '$.groupId') VIRTUAL NOT NULL REFERENCES security_group (id),
    permission TEXT GENERATED ALWAYS AS (body ->> '$.permission') VIRTUAL NOT NULL,
    referenced_group_id TEXT GENERATED ALWAYS AS (body ->> '$.permission.peer.referencedGroupId') VIRTUAL REFERENCES security_group (id),
    UNIQUE (group_id, permission)
) STRICT;
CREATE INDEX security_group_rule_by_scope ON security_group_rule (account, region, id);
CREATE INDEX security_group_rule_by_group_id ON security_group_rule (group_id, id);
CREATE INDEX security_group_rule_by_referenced_group_id ON security_group_rule (referenced_group_id);

-- Route tables.
CREATE TABLE route_table (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id)
) STRICT;
CREATE INDEX route_table_by_scope ON route_table (account, region, id);
CREATE INDEX route_table_by_vpc_id ON route_table (vpc_id, id);

-- Which table a subnet uses, and which table a VPC uses for the subnets without one.
CREATE TABLE route_table_association (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    route_table_id TEXT GENERATED ALWAYS AS (body ->> '$.routeTableId') VIRTUAL NOT NULL REFERENCES route_table (id),
    subnet_id TEXT GENERATED ALWAYS AS (body ->> '$.subnetId') VIRTUAL REFERENCES subnet (id),
    UNIQUE (subnet_id)
) STRICT;
CREATE INDEX route_table_association_by_scope ON route_table_association (account, region, id);
CREATE INDEX route_table_association_by_route_table_id ON route_table_association (route_table_id, id);
CREATE INDEX route_table_association_by_vpc_id ON route_table_association (vpc_id, id);
CREATE UNIQUE INDEX route_table_association_main ON route_table_association (vpc_id) WHERE subnet_id IS NULL;

-- The network ACL of each VPC.
CREATE TABLE network_acl (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL UNIQUE REFERENCES vpc (id)
) STRICT;
CREATE INDEX network_acl_by_scope ON network_acl (account, region, id);

-- Load balancers; `id` is the ARN.
CREATE TABLE load_balancer (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    name TEXT GENERATED ALWAYS AS (body ->> '$.name') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    UNIQUE (account, region, name)
) STRICT;
CREATE INDEX load_balancer_by_scope ON load_balancer (account, region, id);
CREATE INDEX load_balancer_by_vpc_id ON load_balancer (vpc_id, id);

-- Target groups; `id` is the ARN.
CREATE TABLE target_group (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    name TEXT GENERATED ALWAYS AS (body ->> '$.name') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    UNIQUE (account, region, name)
) STRICT;
CREATE INDEX target_group_by_scope ON target_group (account, region, id);
CREATE INDEX target_group_by_vpc_id ON target_group (vpc_id, id);

-- Listeners; `id` is the ARN.
CREATE TABLE listener (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    load_balancer_arn TEXT GENERATED ALWAYS AS (body ->> '$.loadBalancerArn') VIRTUAL NOT NULL REFERENCES load_balancer (id),
    target_group_arn TEXT GENERATED ALWAYS AS (body ->> '$.targetGroupArn') VIRTUAL NOT NULL REFERENCES target_group (id),
    port INTEGER GENERATED ALWAYS AS (body ->> '$.port') VIRTUAL NOT NULL,
    UNIQUE (load_balancer_arn, port)
) STRICT;
CREATE INDEX listener_by_scope ON listener (account, region, id);
CREATE INDEX listener_by_load_balancer_arn ON listener (load_balancer_arn, id);
CREATE INDEX listener_by_target_group_arn ON listener (target_group_arn);

-- Targets; `id` is made of group, target and port.
CREATE TABLE target (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    target_group_arn TEXT GENERATED ALWAYS AS (body ->> '$.targetGroupArn') VIRTUAL NOT NULL REFERENCES target_group (id),
    target_id TEXT GENERATED ALWAYS AS (body ->> '$.targetId') VIRTUAL NOT NULL,
    port INTEGER GENERATED ALWAYS AS (body ->> '$.port') VIRTUAL NOT NULL,
    UNIQUE (target_group_arn, target_id, port)
) STRICT;
CREATE INDEX target_by_scope ON target (account, region, id);
CREATE INDEX target_by_target_group_arn ON target (target_group_arn, id);

-- Endpoint services.
CREATE TABLE endpoint_service (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX endpoint_service_by_scope ON endpoint_service (account, region, id);

-- Who may connect to an endpoint service; a principal once per service.
CREATE TABLE permission (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    service_id TEXT GENERATED ALWAYS AS (body ->> '$.serviceId') VIRTUAL NOT NULL REFERENCES endpoint_service (id),
    principal TEXT GENERATED ALWAYS AS (body ->> '$.principal') VIRTUAL NOT NULL,
    UNIQUE (service_id, principal)
) STRICT;
CREATE INDEX permission_by_scope ON permission (account, region, id);
CREATE INDEX permission_by_service_id ON permission (service_id, id);
CREATE INDEX permission_by_principal_and_service_id ON permission (principal, service_id);

-- Endpoints and their connections. A rejected connection may outlive its service, so `service_id` is no foreign key.
CREATE TABLE endpoint (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    connection_id TEXT GENERATED ALWAYS AS (body ->> '$.connectionId') VIRTUAL NOT NULL UNIQUE,
    service_id TEXT GENERATED ALWAYS AS (body ->> '$.serviceId') VIRTUAL NOT NULL,
    service_name TEXT GENERATED ALWAYS AS (body ->> '$.serviceName') VIRTUAL NOT NULL,
    service_account TEXT GENERATED ALWAYS AS (body ->> '$.serviceScope.account') VIRTUAL NOT NULL,
    service_region TEXT GENERATED ALWAYS AS (body ->> '$.serviceScope.region') VIRTUAL NOT NULL,
    state TEXT GENERATED ALWAYS AS (body ->> '$.connection.state') VIRTUAL NOT NULL CHECK (state IN (
        'pendingAcceptance', 'pending', 'available', 'rejected', 'expired', 'failed', 'deleting', 'deleted')),
    due_at INTEGER GENERATED ALWAYS AS (body ->> '$.connection.dueAt') VIRTUAL
) STRICT;
CREATE INDEX endpoint_by_scope ON endpoint (account, region, id);
CREATE INDEX endpoint_by_vpc_id ON endpoint (vpc_id, id);
CREATE INDEX endpoint_by_service_id ON endpoint (service_id, service_account, service_region, id);
CREATE INDEX endpoint_by_service_scope ON endpoint (service_account, service_region, id);
CREATE INDEX endpoint_by_state ON endpoint (account, region, state, id);
CREATE INDEX endpoint_by_service_name ON endpoint (account, region, service_name, id);
CREATE INDEX endpoint_by_due_at ON endpoint (due_at) WHERE due_at IS NOT NULL;

-- Network interfaces. An endpoint has one in a zone at the most.
CREATE TABLE network_interface (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    vpc_id TEXT GENERATED ALWAYS AS (body ->> '$.vpcId') VIRTUAL NOT NULL REFERENCES vpc (id),
    subnet_id TEXT GENERATED ALWAYS AS (body ->> '$.subnetId') VIRTUAL NOT NULL REFERENCES subnet (id),
    availability_zone TEXT GENERATED ALWAYS AS (body ->> '$.availabilityZone') VIRTUAL NOT NULL,
    private_ip_address TEXT GENERATED ALWAYS AS (body ->> '$.privateIpAddress') VIRTUAL NOT NULL,
    endpoint_id TEXT GENERATED ALWAYS AS (body ->> '$.holder.endpointId') VIRTUAL REFERENCES endpoint (id),
    load_balancer_arn TEXT GENERATED ALWAYS AS (body ->> '$.holder.loadBalancerArn') VIRTUAL REFERENCES load_balancer (id),
    description TEXT GENERATED ALWAYS AS (body ->> '$.description') VIRTUAL NOT NULL,
    UNIQUE (endpoint_id, availability_zone),
    UNIQUE (load_balancer_arn, subnet_id)
) STRICT;
CREATE INDEX network_interface_by_scope ON network_interface (account, region, id);
CREATE INDEX network_interface_by_vpc_id ON network_interface (vpc_id, id);
CREATE INDEX network_interface_by_subnet_id ON network_interface (subnet_id, id);
CREATE INDEX network_interface_by_description ON network_interface (account, region, description, id);

-- Which address of which subnet is in use, as a number, so that the highest one is found by the index.
CREATE TABLE address (
    subnet_id TEXT NOT NULL REFERENCES subnet (id),
    address INTEGER NOT NULL,
    network_interface_id TEXT NOT NULL REFERENCES network_interface (id),
    PRIMARY KEY (subnet_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_by_network_interface_id ON address (network_interface_id);

-- Which security groups are used by which interface or endpoint: a used group cannot be deleted.
CREATE TABLE security_group_use (
    group_id TEXT NOT NULL REFERENCES security_group (id),
    user_id TEXT NOT NULL,
    PRIMARY KEY (user_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX security_group_use_by_group_id ON security_group_use (group_id);

-- Which load balancer is behind which service: one service at the most, and it cannot be deleted while it is.
CREATE TABLE endpoint_service_load_balancer (
    load_balancer_arn TEXT NOT NULL PRIMARY KEY REFERENCES load_balancer (id),
    service_id TEXT NOT NULL REFERENCES endpoint_service (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX endpoint_service_load_balancer_by_service_id ON endpoint_service_load_balancer (service_id);

-- The tags of all documents once more, as an index for lists of tags.
CREATE TABLE tag (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (resource_type, resource_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_scope ON tag (account, region, resource_id, key);

-- What happened, in order; and which accounts see it.
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE TABLE event_audience (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    sequence INTEGER NOT NULL REFERENCES event (sequence),
    PRIMARY KEY (account, region, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_audience_by_sequence ON event_audience (sequence);

-- Answers to requests that came with an idempotency token.
CREATE TABLE idempotency (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    command TEXT NOT NULL,
    token TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    output TEXT NOT NULL CHECK (json_valid(output)),
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (account, region, command, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_expires_at ON idempotency (expires_at);

-- Temporary keys from AssumeRole.
CREATE TABLE session (
    access_key_id TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body)),
    expires_at INTEGER GENERATED ALWAYS AS (body ->> '$.expiresAt') VIRTUAL NOT NULL
) STRICT;
CREATE INDEX session_by_expires_at ON session (expires_at);
