-- Endpoints of all types, to the services of providers and of AWS; private DNS names.

-- Remembered answers have the form of the documents below as it was.
DELETE FROM idempotency;

UPDATE endpoint_service SET body = json_remove(
    json_set(
        body,
        '$.endpointType', 'Interface',
        '$.loadBalancerArns', json(body -> '$.networkLoadBalancerArns'),
        '$.supportedIpAddressTypes', json('["ipv4"]'),
        '$.supportedRegions', json_array(body ->> '$.scope.region'),
        '$.privateDnsName', NULL,
        '$.serviceOwnerPays', json('false')
    ),
    '$.networkLoadBalancerArns'
);

UPDATE endpoint SET body = json_set(
    body,
    '$.endpointType', 'Interface',
    '$.baseDnsName', (body ->> '$.serviceId') || '.' || (body ->> '$.serviceScope.region') || '.vpce.amazonaws.com',
    '$.wildcardNames', json('false'),
    '$.routeTableIds', json('[]'),
    '$.ipAddressType', 'ipv4',
    '$.dnsOptions', json('{"recordIpType":"ipv4","privateDnsOnlyForInboundResolverEndpoint":false}'),
    '$.privateDns', NULL
);

ALTER TABLE endpoint ADD COLUMN endpoint_type TEXT GENERATED ALWAYS AS (body ->> '$.endpointType') VIRTUAL CHECK (
    endpoint_type IN ('Interface', 'Gateway', 'GatewayLoadBalancer'));
CREATE INDEX endpoint_by_endpoint_type ON endpoint (account, region, endpoint_type, id);

-- When the time to verify a service's private name is over.
ALTER TABLE endpoint_service ADD COLUMN verification_due_at INTEGER GENERATED ALWAYS AS (
    body ->> '$.privateDnsName.verification.dueAt') VIRTUAL;
CREATE INDEX endpoint_service_by_verification_due_at ON endpoint_service (verification_due_at)
    WHERE verification_due_at IS NOT NULL;

-- Which domains a VPC resolves to which endpoint: each to one at the most.
CREATE TABLE endpoint_private_domain (
    vpc_id TEXT NOT NULL REFERENCES vpc (id),
    domain TEXT NOT NULL,
    endpoint_id TEXT NOT NULL REFERENCES endpoint (id),
    PRIMARY KEY (vpc_id, domain)
) STRICT, WITHOUT ROWID;
CREATE INDEX endpoint_private_domain_by_endpoint_id ON endpoint_private_domain (endpoint_id);
