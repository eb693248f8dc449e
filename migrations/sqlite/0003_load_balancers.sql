-- Load balancers of two types and of two address types; listeners without a port.

-- All load balancers so far were network load balancers with IPv4 addresses.
UPDATE load_balancer SET body = json_set(body, '$.loadBalancerType', 'network', '$.ipAddressType', 'ipv4');

UPDATE idempotency SET output = json_set(output, '$.value.loadBalancerType', 'network', '$.value.ipAddressType', 'ipv4')
    WHERE command IN ('CreateLoadBalancer', 'ModifyLoadBalancerAttributes', 'SetSecurityGroups', 'SetSubnets');

-- Port and protocol come and go together now: `socket`, which listeners of gateway load balancers don't have. To the index
-- they are on port 0, so that a gateway load balancer has one listener at the most.
CREATE TABLE listener_copy AS
    SELECT id, version,
        json_remove(
            json_set(body, '$.socket', json_object('port', body -> '$.port', 'protocol', body ->> '$.protocol')),
            '$.port', '$.protocol') AS body
    FROM listener;
DROP TABLE listener;
CREATE TABLE listener (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    load_balancer_arn TEXT GENERATED ALWAYS AS (body ->> '$.loadBalancerArn') VIRTUAL NOT NULL REFERENCES load_balancer (id),
    target_group_arn TEXT GENERATED ALWAYS AS (body ->> '$.targetGroupArn') VIRTUAL NOT NULL REFERENCES target_group (id),
    port INTEGER GENERATED ALWAYS AS (coalesce(body ->> '$.socket.port', 0)) VIRTUAL NOT NULL,
    UNIQUE (load_balancer_arn, port)
) STRICT;
INSERT INTO listener (id, version, body) SELECT id, version, body FROM listener_copy;
DROP TABLE listener_copy;
CREATE INDEX listener_by_scope ON listener (account, region, id);
CREATE INDEX listener_by_load_balancer_arn ON listener (load_balancer_arn, id);
CREATE INDEX listener_by_target_group_arn ON listener (target_group_arn);
UPDATE idempotency
    SET output = json_remove(
        json_set(output, '$.value.socket', json_object('port', output -> '$.value.port', 'protocol', output ->> '$.value.protocol')),
        '$.value.port', '$.value.protocol')
    WHERE command IN ('CreateListener', 'ModifyListener', 'ModifyListenerAttributes');
