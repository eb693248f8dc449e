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

/// VPCs per account and region, unless the quota says otherwise.
pub const VPCS: u32 = 1_000;
/// IPv4 networks per VPC, the first one counted.
pub const IPV4_NETWORKS_PER_VPC: usize = 5;
/// IPv6 networks per VPC.
pub const IPV6_NETWORKS_PER_VPC: usize = 5;
/// Sets of DHCP options per account and region, the one it has without making one not counted.
pub const DHCP_OPTIONS: i64 = 1_000;
/// Servers of one kind in a set of DHCP options.
pub const DHCP_SERVERS: usize = 4;
/// How long an IPv6 address that DHCP gives out can be preferred.
pub const DHCP_LEASE_SECONDS: std::ops::RangeInclusive<u32> = 140..=2_147_483_647;
/// Subnets per VPC.
pub const SUBNETS_PER_VPC: usize = 200;
/// Security groups per account and region.
pub const SECURITY_GROUPS: i64 = 2_500;
/// Rules per security group, for each direction and family of addresses. A customer's prefix list counts with its maximum.
pub const RULES_PER_SECURITY_GROUP: usize = 60;
/// Network interfaces per account and region.
pub const NETWORK_INTERFACES: i64 = 5_000;
/// Addresses and prefixes of a network interface, those of IPv4 and those of IPv6 each.
pub const ADDRESSES_PER_INTERFACE: usize = 50;
/// Characters in a network interface's description.
pub const INTERFACE_DESCRIPTION_CHARS: usize = 255;
/// Seconds after which an established TCP connection that is idle can be forgotten, at the least and at the most.
pub const TCP_ESTABLISHED_SECONDS: (u32, u32) = (60, 432_000);
/// Seconds after which a UDP stream that is idle can be forgotten, at the least and at the most.
pub const UDP_STREAM_SECONDS: (u32, u32) = (60, 180);
/// Seconds after which a UDP packet's flow that is idle can be forgotten, at the least and at the most.
pub const UDP_SECONDS: (u32, u32) = (30, 60);
/// Reserved parts of one subnet.
pub const RESERVATIONS_PER_SUBNET: usize = 50;
/// Characters in the description of a reserved part of a subnet.
pub const RESERVATION_DESCRIPTION_CHARS: usize = 255;
/// Security groups per network interface.
pub const SECURITY_GROUPS_PER_INTERFACE: usize = 16;
/// Network ACLs per VPC.
pub const NETWORK_ACLS_PER_VPC: i64 = 200;
/// Entries per network ACL, for each direction and family of addresses, with the one that denies the rest.
pub const NETWORK_ACL_ENTRIES: usize = 20;
/// Customers' prefix lists per account and region.
pub const PREFIX_LISTS: i64 = 100;
/// Entries of a prefix list at the most.
pub const PREFIX_LIST_ENTRIES: usize = 1_000;
/// Entries that one request adds to a prefix list or takes away.
pub const PREFIX_LIST_ENTRIES_PER_REQUEST: usize = 100;
/// Versions of a prefix list that are kept.
pub const PREFIX_LIST_VERSIONS: i64 = 1_000;
/// Characters in the name of a prefix list, or in the description of an entry.
pub const PREFIX_LIST_TEXT_CHARS: usize = 255;
/// Entries of a prefix list on a page.
pub const PREFIX_LIST_PAGE_MAX: usize = 100;
/// Route tables per VPC.
pub const ROUTE_TABLES_PER_VPC: usize = 200;
/// Routes per route table, the local ones not counted.
pub const ROUTES_PER_TABLE: usize = 50;
/// Internet gateways per account and region, and as many egress-only ones: as many as VPCs.
pub const INTERNET_GATEWAYS: i64 = VPCS as i64;
/// Addresses of a NAT gateway, the primary one counted.
pub const ADDRESSES_PER_NAT_GATEWAY: usize = 8;
/// How long a NAT gateway that could not be set up is shown.
pub const FAILED_NAT_GATEWAY_SECONDS: u64 = 60 * 60;
/// The longest time that connections of a NAT gateway's address can be given to end.
pub const NAT_GATEWAY_DRAIN_SECONDS: i64 = 4_000;
/// How often a random public address is drawn, until one is free.
pub const PUBLIC_ADDRESS_DRAWS: usize = 64;
/// Instances that AWS says an account can have, which means nothing here nor there.
pub const INSTANCES: usize = 20;
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

/// Application load balancers per account and region.
pub const APPLICATION_LOAD_BALANCERS: i64 = 50;
/// Network load balancers per account and region.
pub const NETWORK_LOAD_BALANCERS: i64 = 50;
/// Gateway load balancers per account and region.
pub const GATEWAY_LOAD_BALANCERS: i64 = 100;
/// Gateway load balancers per VPC.
pub const GATEWAY_LOAD_BALANCERS_PER_VPC: i64 = 100;
/// Zones that an application load balancer must have at the least.
pub const APPLICATION_LOAD_BALANCER_ZONES_MIN: usize = 2;
/// Free addresses that each subnet must have into which an application load balancer comes.
pub const APPLICATION_LOAD_BALANCER_FREE_ADDRESSES: u32 = 8;
/// Target groups per account and region.
pub const TARGET_GROUPS: i64 = 3_000;
/// Target groups of the protocol GENEVE per account and region.
pub const GENEVE_TARGET_GROUPS: i64 = 100;
/// Target groups in which one application load balancer is a target.
pub const GROUPS_PER_LOAD_BALANCER_AS_TARGET: usize = 2;
/// Characters in the description of a target's health.
pub const TARGET_HEALTH_DESCRIPTION_CHARS: usize = 1_024;
/// Capacity units that one application load balancer can have reserved.
pub const APPLICATION_CAPACITY_UNITS: u32 = 15_000;
/// Capacity units that one network or gateway load balancer can have reserved in each of its zones.
pub const ZONE_CAPACITY_UNITS: u32 = 45_000;
/// How often a day a reservation of capacity can be made smaller.
pub const CAPACITY_DECREASES_PER_DAY: u32 = 2;
/// Listeners per load balancer.
pub const LISTENERS_PER_LOAD_BALANCER: usize = 50;
/// Certificates of a listener besides its default one.
pub const CERTIFICATES_PER_LISTENER: usize = 25;
/// Rules of an application load balancer, default ones not counted.
pub const RULES_PER_LOAD_BALANCER: i64 = 100;
/// Actions of a rule or listener.
pub const ACTIONS_PER_RULE: usize = 5;
/// Values of all conditions of a rule.
pub const CONDITION_VALUES_PER_RULE: usize = 5;
/// Wildcards in all conditions of a rule.
pub const CONDITION_WILDCARDS_PER_RULE: usize = 6;
/// Characters in a condition's value.
pub const CONDITION_VALUE_CHARS: usize = 128;
/// Characters in the name of a header in a condition.
pub const CONDITION_HEADER_CHARS: usize = 40;
/// Characters in the method of a condition.
pub const CONDITION_METHOD_CHARS: usize = 40;
/// Characters in what a transform finds and puts in its place.
pub const REWRITE_CHARS: usize = 1_024;
/// Target groups of one action.
pub const TARGET_GROUPS_PER_ACTION: usize = 5;
/// Target groups that an application load balancer forwards to.
pub const TARGET_GROUPS_PER_LOAD_BALANCER: usize = 100;
/// Characters in each part of a redirect.
pub const REDIRECT_PART_CHARS: usize = 128;
/// Characters in the body of a fixed response.
pub const FIXED_RESPONSE_CHARS: usize = 1_024;
/// Extra parameters of an authentication request.
pub const AUTHENTICATION_EXTRA_PARAMS: usize = 10;
/// Additional claims that a token is validated for.
pub const JWT_CLAIMS: usize = 10;
/// Values of a claim.
pub const JWT_CLAIM_VALUES: usize = 10;
/// Characters in a claim's value, an issuer, or the address of keys.
pub const JWT_TEXT_CHARS: usize = 256;
/// Characters in the name of a header that a listener adds.
pub const HEADER_NAME_CHARS: usize = 40;
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

/// Hosted zones per account.
pub const HOSTED_ZONES: i64 = 500;
/// Record sets per hosted zone.
pub const RECORD_SETS_PER_ZONE: i64 = 10_000;
/// VPCs per private hosted zone.
pub const VPCS_PER_HOSTED_ZONE: i64 = 300;
/// Authorizations of other accounts' VPCs per private hosted zone.
pub const VPC_AUTHORIZATIONS_PER_HOSTED_ZONE: i64 = 1_000;
/// Items on a page of hosted zones or authorizations, at the most and unless the client says otherwise.
pub const HOSTED_ZONES_PAGE_MAX: usize = 100;
/// Record sets on a page, at the most and unless the client says otherwise.
pub const RECORD_SETS_PAGE_MAX: usize = 300;
/// Changes in one request; an `UPSERT` counts twice.
pub const CHANGES_PER_BATCH: usize = 1_000;
/// Values in all changes of one request, counted like the changes.
pub const VALUES_PER_BATCH: usize = 1_000;
/// Characters in the values of all changes of one request, counted like the changes.
pub const VALUE_CHARS_PER_BATCH: usize = 32_000;
/// Values of one record set.
pub const VALUES_PER_RECORD_SET: usize = 400;
/// Characters in one value of a record set.
pub const RECORD_VALUE_CHARS: usize = 4_000;
/// Characters in a record set's identifier or a hosted zone's caller reference.
pub const DNS_IDENTIFIER_CHARS: usize = 128;
/// Characters in the comment of a hosted zone or a change.
pub const DNS_COMMENT_CHARS: usize = 256;
/// Bytes in one string of a TXT value.
pub const TXT_STRING_BYTES: usize = 255;
/// The largest weight of a record set.
pub const RECORD_WEIGHT: i64 = 255;
/// Tags of a hosted zone, and keys in one request to change them.
pub const TAGS_PER_HOSTED_ZONE: usize = 10;
/// Resources in one request for the tags of several.
pub const TAGGED_ZONES_PER_REQUEST: usize = 10;
/// How long a change can be asked for.
pub const CHANGE_SECONDS: u64 = 90 * 24 * 60 * 60;

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
