//! Every limit, by name. AWS's where AWS publishes one, ours otherwise.

/// Tags on one resource.
pub const TAGS_PER_RESOURCE: usize = 50;
/// Characters in a tag's key.
pub const TAG_KEY_CHARS: usize = 128;
/// Characters in a tag's value.
pub const TAG_VALUE_CHARS: usize = 256;

/// Items on a page when the client does not say.
pub const PAGE_DEFAULT: usize = 1_000;
/// Items on a page at the most; a larger wish is cut to this, as EC2 does.
pub const PAGE_MAX: usize = 1_000;
/// Items on a page at the least, where EC2 has a lower bound.
pub const PAGE_MIN: usize = 5;
/// Items on a page of endpoint associations at the most.
pub const ASSOCIATIONS_PAGE_MAX: usize = 100;
/// Filters in one request.
pub const FILTERS: usize = 50;
/// Values of all filters in one request.
pub const FILTER_VALUES: usize = 200;
/// Characters in one value of a filter.
pub const FILTER_VALUE_CHARS: usize = 512;
/// Ids in one request.
pub const IDS_PER_REQUEST: usize = 1_000;

/// Characters in a `ClientToken` or an `Idempotency-Key`.
pub const IDEMPOTENCY_TOKEN_CHARS: usize = 64;
/// How long an idempotency token is remembered.
pub const IDEMPOTENCY_SECONDS: u64 = 24 * 60 * 60;

/// VPCs per account and region.
pub const VPCS: i64 = 1_000;
/// Subnets per VPC.
pub const SUBNETS_PER_VPC: usize = 200;
/// Security groups per account and region.
pub const SECURITY_GROUPS: i64 = 2_500;
/// Rules per security group, of both directions together.
pub const RULES_PER_SECURITY_GROUP: usize = 120;
/// Security groups per network interface.
pub const SECURITY_GROUPS_PER_INTERFACE: usize = 16;
/// Route tables per VPC.
pub const ROUTE_TABLES_PER_VPC: usize = 200;
/// Routes per route table, the local ones not counted.
pub const ROUTES_PER_TABLE: usize = 50;
/// How often a random IPv6 network or address is drawn, until one is free.
pub const IPV6_DRAWS: usize = 32;
/// Characters in a security group's name or description.
pub const SECURITY_GROUP_TEXT_CHARS: usize = 255;

/// Characters in an endpoint policy, white space included.
pub const POLICY_CHARS: usize = 20_480;
/// Principals in one request to change a service's permissions.
pub const PRINCIPALS_PER_REQUEST: usize = 100;
/// Network load balancers behind one endpoint service.
pub const LOAD_BALANCERS_PER_SERVICE: usize = 50;

/// Connection notifications per endpoint service or endpoint.
pub const NOTIFICATIONS_PER_RESOURCE: i64 = 50;
/// Topics per account and region.
pub const TOPICS: i64 = 1_000;
/// Characters in a topic's name.
pub const TOPIC_NAME_CHARS: usize = 256;
/// Characters in a topic's display name.
pub const TOPIC_DISPLAY_NAME_CHARS: usize = 100;
/// Characters in the name of a key.
pub const KEY_ID_CHARS: usize = 2_048;
/// Bytes in a policy of a topic or a subscription.
pub const POLICY_BYTES: usize = 30_720;
/// Topics or subscriptions on a page of SNS.
pub const SNS_PAGE: usize = 100;
/// Subscriptions of one topic.
pub const SUBSCRIPTIONS_PER_TOPIC: i64 = 250;
/// Subscriptions of one topic that have a filter policy.
pub const FILTER_POLICIES_PER_TOPIC: i64 = 200;
/// Names in a filter policy.
pub const FILTER_POLICY_NAMES: usize = 5;
/// Combinations of values in a filter policy.
pub const FILTER_POLICY_COMBINATIONS: usize = 150;
/// Levels in a filter policy.
pub const FILTER_POLICY_DEPTH: usize = 10;
/// Characters in the token of a subscription that waits to be confirmed.
pub const CONFIRMATION_TOKEN_CHARS: usize = 192;
/// How long a subscription waits to be confirmed.
pub const CONFIRMATION_SECONDS: u64 = 2 * 24 * 60 * 60;
/// Bytes in a message and its attributes.
pub const MESSAGE_BYTES: usize = 256 * 1024;
/// Characters in a message's subject.
pub const MESSAGE_SUBJECT_CHARS: usize = 100;
/// Characters in the name of a message's attribute.
pub const MESSAGE_ATTRIBUTE_NAME_CHARS: usize = 256;
/// Characters in the id of a message's group, and in that by which it is told from others.
pub const MESSAGE_GROUP_CHARS: usize = 128;
/// Messages in one batch.
pub const MESSAGES_PER_BATCH: usize = 10;
/// Characters in the id of a message in a batch.
pub const BATCH_ENTRY_ID_CHARS: usize = 80;
/// How long a first-in-first-out topic knows a message again.
pub const DEDUPLICATION_SECONDS: u64 = 5 * 60;
/// Accounts in one request for a permission of a topic.
pub const ACCOUNTS_PER_PERMISSION: usize = 20;
/// Subscribers of one topic.
pub const SUBSCRIBERS_PER_TOPIC: usize = 10;
/// Characters in a subscriber's URL.
pub const SUBSCRIBER_URL_CHARS: usize = 2_048;
/// Characters in the name of a subscriber's file.
pub const TOPIC_FILE_NAME_CHARS: usize = 100;
/// Attempts to deliver a message to a subscriber, before it is given up.
pub const DELIVERY_ATTEMPTS: u32 = 12;
/// Pause after the first failed attempt; it doubles with each further one.
pub const DELIVERY_PAUSE_SECONDS: u64 = 1;
/// Pause between two attempts at the most.
pub const DELIVERY_PAUSE_MAX_SECONDS: u64 = 300;
/// Time for one attempt.
pub const DELIVERY_SECONDS: u64 = 10;
/// Attempts under way at the same moment.
pub const CONCURRENT_DELIVERIES: usize = 16;
/// Characters of the reason why an attempt failed that are kept.
pub const DELIVERY_ERROR_CHARS: usize = 500;
/// How long a delivery is shown after it is over.
pub const DELIVERY_RETENTION_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Load balancers per account and region.
pub const LOAD_BALANCERS: i64 = 50;
/// Target groups per account and region.
pub const TARGET_GROUPS: i64 = 3_000;
/// Listeners per load balancer.
pub const LISTENERS_PER_LOAD_BALANCER: usize = 50;
/// Targets per target group.
pub const TARGETS_PER_TARGET_GROUP: i64 = 1_000;
/// Characters in the name of a load balancer or target group.
pub const LOAD_BALANCER_NAME_CHARS: usize = 32;
/// Items on a page of an Elastic Load Balancing list, at the most and unless the client says otherwise.
pub const LOAD_BALANCING_PAGE_MAX: usize = 400;
/// Resources in one request about tags of Elastic Load Balancing.
pub const TAGGED_ARNS_PER_REQUEST: usize = 20;
/// Attributes in one request to change them.
pub const ATTRIBUTES_PER_REQUEST: usize = 20;
/// Characters in an attribute's value.
pub const ATTRIBUTE_VALUE_CHARS: usize = 1_024;
/// Characters in a health check's path.
pub const HEALTH_CHECK_PATH_CHARS: usize = 1_024;

/// DNS records per account.
pub const DNS_RECORDS: i64 = 10_000;
/// Characters in a DNS name without the root's dot: as many as fit the 255 octets that DNS has for it.
pub const DNS_NAME_CHARS: usize = 253;
/// Characters in a label of a DNS name.
pub const DNS_LABEL_CHARS: usize = 63;
/// Values of a DNS record.
pub const DNS_VALUES_PER_RECORD: usize = 100;
/// Bytes in a value of a TXT record.
pub const DNS_VALUE_BYTES: usize = 255;
/// The longest time to live of a DNS record.
pub const DNS_TTL_SECONDS: u32 = 2_147_483_647;

/// Endpoints in zones that one bill is made of.
pub const USAGES_PER_BILL: usize = 100_000;

/// Session keys handed out by `AssumeRole` and not yet expired.
pub const SESSIONS: i64 = 10_000;
/// Policies of a session by their ARNs.
pub const SESSION_POLICIES: usize = 10;
/// Characters in a session's policy.
pub const SESSION_POLICY_CHARS: usize = 2_048;
/// Contexts that a session is given.
pub const SESSION_CONTEXTS: usize = 5;
/// Characters in what is said of such a context.
pub const SESSION_ASSERTION_CHARS: usize = 2_048;
/// Rows that a reconciler moves on in one transaction.
pub const RECONCILE_BATCH: usize = 100;
/// Rows that one statement of a list reads ahead of the filters.
pub const SCAN_BATCH: usize = 500;
/// Bytes in a request body.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Requests worked on at the same moment.
pub const CONCURRENT_REQUESTS: usize = 512;
/// Time for one request.
pub const REQUEST_SECONDS: u64 = 30;
/// How long the server tries to reach a webhook or an upstream.
pub const CONNECT_SECONDS: u64 = 5;
/// How long an upstream may take until its answer begins: what the slowest service of AWS's, a function of Lambda, may take.
pub const UPSTREAM_SECONDS: u64 = 15 * 60;
/// Connections of the database's read pool.
pub const READ_CONNECTIONS: u32 = 4;

/// How far one request can advance the clock.
pub const CLOCK_ADVANCE_SECONDS: u64 = 366 * 24 * 60 * 60;
/// How far the clock can be ahead of the machine's.
pub const CLOCK_AHEAD_SECONDS: u64 = 3_660 * 24 * 60 * 60;
