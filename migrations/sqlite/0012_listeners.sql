-- Listeners of all protocols with actions of all types, their rules, and which target groups these use.

-- A listener forwarded to one target group, which its answers showed as an action with that group, and with its weight if it
-- had one. Now it has a list of actions, and may have none of a target group.
CREATE TABLE listener_copy AS
    SELECT id, version,
        json_remove(
            json_set(
                body,
                '$.encryption', NULL,
                '$.defaultActions', json_array(json_object(
                    'type', 'forward',
                    'order', body -> '$.order',
                    'targetGroupArn', body ->> '$.targetGroupArn',
                    'forwardConfig', json(iif(
                        body ->> '$.weight' IS NULL,
                        'null',
                        json_object(
                            'targetGroups', json_array(json_object(
                                'targetGroupArn', body ->> '$.targetGroupArn',
                                'weight', body -> '$.weight')),
                            'targetGroupStickinessConfig', NULL)
                    ))
                ))
            ),
            '$.targetGroupArn', '$.order', '$.weight') AS body
    FROM listener;
DROP TABLE listener;
CREATE TABLE listener (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    load_balancer_arn TEXT GENERATED ALWAYS AS (body ->> '$.loadBalancerArn') VIRTUAL NOT NULL REFERENCES load_balancer (id),
    port INTEGER GENERATED ALWAYS AS (coalesce(body ->> '$.socket.port', 0)) VIRTUAL NOT NULL,
    UNIQUE (load_balancer_arn, port)
) STRICT;
INSERT INTO listener (id, version, body) SELECT id, version, body FROM listener_copy;
DROP TABLE listener_copy;
CREATE INDEX listener_by_scope ON listener (account, region, id);
CREATE INDEX listener_by_load_balancer_arn ON listener (load_balancer_arn, id);

-- Rules; `id` is the ARN. A listener's rules have different places; the default one comes after all others.
CREATE TABLE listener_rule (
    id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    account TEXT GENERATED ALWAYS AS (body ->> '$.scope.account') VIRTUAL NOT NULL,
    region TEXT GENERATED ALWAYS AS (body ->> '$.scope.region') VIRTUAL NOT NULL,
    listener_arn TEXT GENERATED ALWAYS AS (body ->> '$.listenerArn') VIRTUAL NOT NULL REFERENCES listener (id),
    load_balancer_arn TEXT GENERATED ALWAYS AS (body ->> '$.loadBalancerArn') VIRTUAL NOT NULL REFERENCES load_balancer (id),
    place INTEGER GENERATED ALWAYS AS (coalesce(body ->> '$.custom.priority', 50001)) VIRTUAL NOT NULL,
    UNIQUE (listener_arn, place)
) STRICT;
CREATE INDEX listener_rule_by_scope ON listener_rule (account, region, id);
CREATE INDEX listener_rule_by_listener_arn ON listener_rule (listener_arn, id);
CREATE INDEX listener_rule_by_load_balancer_arn ON listener_rule (load_balancer_arn, place);
-- Materialized, so that a rule's ARN is drawn once and not once for each place in which it stands.
WITH rule AS MATERIALIZED (
    SELECT id, load_balancer_arn, body -> '$.scope' AS scope, body ->> '$.createdAt' AS created_at,
        replace(id, ':listener/', ':listener-rule/') || '/' || lower(hex(randomblob(8))) AS arn
    FROM listener
)
INSERT INTO listener_rule (id, version, body)
SELECT arn, 1, json_object(
    'arn', arn,
    'scope', json(scope),
    'listenerArn', id,
    'loadBalancerArn', load_balancer_arn,
    'custom', NULL,
    'tags', json_array(),
    'createdAt', created_at)
FROM rule;

-- Which target group is used by which listener or rule, of which load balancer: a used one cannot be deleted.
CREATE TABLE target_group_use (
    target_group_arn TEXT NOT NULL REFERENCES target_group (id),
    user_arn TEXT NOT NULL,
    load_balancer_arn TEXT NOT NULL REFERENCES load_balancer (id),
    PRIMARY KEY (user_arn, target_group_arn)
) STRICT, WITHOUT ROWID;
CREATE INDEX target_group_use_by_target_group_arn ON target_group_use (target_group_arn, load_balancer_arn);
CREATE INDEX target_group_use_by_load_balancer_arn ON target_group_use (load_balancer_arn, target_group_arn);
INSERT INTO target_group_use (target_group_arn, user_arn, load_balancer_arn)
SELECT body ->> '$.defaultActions[0].targetGroupArn', id, load_balancer_arn FROM listener;

-- Answers remembered in their former shape.
DELETE FROM idempotency WHERE command IN ('CreateListener', 'ModifyListener', 'ModifyListenerAttributes');
