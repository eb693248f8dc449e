#!/bin/sh
# Two accounts connect through PrivateLink over the REST API, with curl alone.
#
#   sh tests/clients/curl.sh http://127.0.0.1:4566
#
# Wants a fresh server, which it resets at the end. Ends at the first thing that is not as it should be.
# PRIVLINK_CURL names another curl.

set -eu
exec 2>&1

server=$1
curl=${PRIVLINK_CURL:-curl}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

publisher=111111111111
consumer=222222222222
outsider=333333333333

# --- the client -----------------------------------------------------------------------------------------------------

account=$publisher
status=
request=

step() { printf '== %s\n' "$*"; }

fail() {
    printf 'FAILED: %s\n' "$*"
    printf 'last request: %s\nlast status:  %s\nlast headers:\n' "$request" "$status"
    cat "$work/headers"
    printf 'last body:\n'
    cat "$work/body"
    printf '\n'
    exit 1
}

as() { account=$1; }

# send METHOD PATH [BODY] [CURL OPTION...]: asks as the current account, if there is one, and keeps status, headers
# and body. A single quote in the body stands for a double one.
send() {
    method=$1 path=$2 body=$(printf '%s' "${3-}" | tr "'" '"')
    shift "$(($# < 3 ? $# : 3))"
    request="$method $path $body (account $account)"
    : >"$work/headers"
    : >"$work/body"
    if [ -n "$body" ]; then
        set -- --header 'Content-Type: application/json' --data "$body" "$@"
    fi
    if [ -n "$account" ]; then
        set -- --header "X-Privlink-Account: $account" "$@"
    fi
    status=$("$curl" --silent --show-error --noproxy '*' --globoff --max-time 30 \
        --request "$method" --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code}' \
        "$@" "$server$path") || fail "curl ended with $?"
}

# The answer without white space, which carries no meaning in it.
answer() { tr -d ' \t\r\n' <"$work/body"; }

# The last value of a header, whose name is given in lower case.
header() {
    tr -d '\r' <"$work/headers" |
        awk -v name="$1:" 'tolower($1) == name { sub(/^[^:]*: */, ""); value = $0 } END { print value }'
}

# The first member of that name that holds text; empty when there is none.
member() { answer | grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | sed 's/^"[^"]*":"//; s/"$//' || true; }

# How often a pattern occurs in the answer.
count() { answer | grep -o -- "$1" | wc -l | tr -d ' '; }

expect_status() {
    # shellcheck disable=SC2254  # the expectation is a pattern
    case $status in
    $1) ;;
    *) fail "expected status $1" ;;
    esac
}

expect_answer() {
    case $(answer) in
    *"$1"*) ;;
    *) fail "expected in the answer: $1" ;;
    esac
}

expect_no_answer() {
    case $(answer) in
    *"$1"*) fail "not expected in the answer: $1" ;;
    esac
}

expect_equal() { [ "$1" = "$2" ] || fail "expected $3 to be '$2', not '$1'"; }

expect_empty_list() {
    expect_status 200
    case $(answer) in
    *'"items":[]'*) ;;
    *) fail 'expected an empty list' ;;
    esac
}

# created MEMBER: the answer is a new resource, its id is the member and ends the Location.
created() {
    expect_status 201
    id=$(member "$1")
    [ -n "$id" ] || fail "no $1 in the answer"
    location=$(header location)
    case $location in
    *"/$id" | *"/$(encoded "$id")") ;;
    *) fail "expected Location '$location' to end with $id" ;;
    esac
}

# problem STATUS CODE: the answer is a whole problem document. Both may be patterns.
problem() {
    expect_status "$1"
    case $(header content-type) in
    application/problem+json*) ;;
    *) fail 'expected application/problem+json' ;;
    esac
    expect_answer "\"status\":$status"
    expect_answer '"title":"'
    expect_answer '"requestId":"'
    code=$(member code)
    # shellcheck disable=SC2254  # the expectation is a pattern
    case $code in
    $2) ;;
    *) fail "expected code $2, not '$code'" ;;
    esac
}

# An ARN as one segment of a path.
encoded() { printf '%s' "$1" | sed 's/:/%3A/g; s,/,%2F,g'; }

# Asks again until the endpoint is in that state; ends after some hundred times.
await_endpoint() {
    tries=0
    while :; do
        send GET "/v1/endpoints/$1"
        expect_status 200
        [ "$(member state)" = "$2" ] && return
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail "the endpoint never became $2"
        sleep 0.1
    done
}

await_endpoint_gone() {
    tries=0
    while :; do
        send GET "/v1/endpoints/$1"
        [ "$status" = 404 ] && break
        expect_status 200
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail 'the endpoint never went'
        sleep 0.1
    done
    problem 404 InvalidVpcEndpointId.NotFound
}

# --- a server that is up --------------------------------------------------------------------------------------------

step 'the server answers'
for path in /health /livez /ready /readyz /_localstack/health /openapi.json; do
    send GET "$path"
    expect_status 200
done

step 'both accounts are empty'
everything='vpcs subnets security-groups route-tables network-interfaces load-balancers target-groups'
everything="$everything endpoint-services endpoints"
for account in $publisher $consumer $outsider; do
    for noun in $everything; do
        send GET "/v1/$noun"
        expect_empty_list
    done
done

# --- refusals that need no state ------------------------------------------------------------------------------------

step 'requests that are refused at the door'
as $publisher
send POST /v1/vpcs '{"cidrBlock":'
problem 400 '*'
send GET /v1/no-such-noun
problem 404 '*'
send GET /no-such-path
problem 404 '*'
send DELETE /v1/vpcs
problem 405 '*'
send POST /v1/vpcs '' --header 'Content-Type: text/plain' --data 'cidrBlock=10.0.0.0/16'
problem 415 '*'
send POST /v1/vpcs "{}"
problem '4??' MissingParameter
send POST /v1/vpcs "{'cidrBlock': '10.0.0.0/16', 'colour': 'green'}"
problem '4??' UnknownParameter
send POST /v1/vpcs "{'cidrBlock': '10.0.0.0/8'}"
problem '4??' 'InvalidVpc*Range'
send GET '/v1/vpcs?filter[colour]=green'
problem '4??' InvalidFilter
send GET /v1/vpcs/vpc-00000000000000000
problem 404 'InvalidVpcID.NotFound'

# --- the publisher --------------------------------------------------------------------------------------------------

step 'publisher: zones'
as $publisher
send GET /v1/availability-zones
expect_status 200
expect_answer '"zoneName":"us-east-1a"'
expect_answer '"zoneName":"us-east-1b"'

step 'publisher: VPC and two subnets in two zones'
send POST /v1/vpcs "{'cidrBlock': '10.0.0.0/16', 'tags': [{'key': 'Name', 'value': 'publisher'}]}"
created vpcId
publisher_vpc=$id
expect_answer '"state":"available"'
expect_answer '"tags":[{"key":"Name","value":"publisher"}]'
send POST /v1/subnets "{'vpcId': '$publisher_vpc', 'cidrBlock': '10.0.1.0/24', 'availabilityZone': 'us-east-1a'}"
created subnetId
publisher_subnet_a=$id
expect_answer '"availableIpAddressCount":251'
send POST /v1/subnets "{'vpcId': '$publisher_vpc', 'cidrBlock': '10.0.2.0/24', 'availabilityZone': 'us-east-1b'}"
created subnetId
publisher_subnet_b=$id
send POST /v1/subnets "{'vpcId': '$publisher_vpc', 'cidrBlock': '10.0.2.128/25', 'availabilityZone': 'us-east-1b'}"
problem '4??' InvalidSubnet.Conflict

step 'publisher: load balancer, target group, target, listener'
send POST /v1/load-balancers "{'name': 'orders', 'type': 'network', 'scheme': 'internal',
    'subnets': ['$publisher_subnet_a', '$publisher_subnet_b']}"
created loadBalancerArn
balancer=$id
case $balancer in
*:loadbalancer/net/orders/*) ;;
*) fail "$balancer is not the ARN of a network load balancer" ;;
esac
expect_answer '"code":"active"'
send POST /v1/target-groups "{'name': 'orders', 'protocol': 'TCP', 'port': 8443, 'targetType': 'ip',
    'vpcId': '$publisher_vpc'}"
created targetGroupArn
group=$id
send POST "/v1/target-groups/$(encoded "$group")/targets" "{'id': '10.0.1.10', 'port': 8443}"
expect_status 201
send GET "/v1/target-groups/$(encoded "$group")/targets"
expect_status 200
expect_answer '"10.0.1.10"'
send POST /v1/listeners "{'loadBalancerArn': '$balancer', 'protocol': 'TCP', 'port': 443,
    'defaultActions': [{'type': 'forward', 'targetGroupArn': '$group'}]}"
created listenerArn
listener=$id

step 'publisher: endpoint service'
send POST /v1/endpoint-services "{'networkLoadBalancerArns': ['$balancer'],
    'tags': [{'key': 'Name', 'value': 'orders'}]}"
created serviceId
service=$id
service_name=$(member serviceName)
expect_equal "$service_name" "com.amazonaws.vpce.us-east-1.$service" serviceName
expect_answer '"serviceState":"Available"'
expect_answer '"acceptanceRequired":true'
send POST /v1/endpoint-services "{'networkLoadBalancerArns': ['$balancer']}"
problem '4??' InvalidParameter

# --- who may see it -------------------------------------------------------------------------------------------------

step 'consumer: VPC with the same addresses, two subnets, security group, route table'
as $consumer
send POST /v1/vpcs "{'cidrBlock': '10.0.0.0/16', 'tags': [{'key': 'Name', 'value': 'consumer'}]}"
created vpcId
vpc=$id
send POST /v1/subnets "{'vpcId': '$vpc', 'cidrBlock': '10.0.1.0/24', 'availabilityZone': 'us-east-1a',
    'tags': [{'key': 'Name', 'value': 'consumer-a'}]}"
created subnetId
subnet_a=$id
send POST /v1/subnets "{'vpcId': '$vpc', 'cidrBlock': '10.0.2.0/24', 'availabilityZone': 'us-east-1b',
    'tags': [{'key': 'Name', 'value': 'consumer-b'}]}"
created subnetId
subnet_b=$id
send POST /v1/security-groups "{'groupName': 'endpoint', 'description': 'HTTPS from the VPC', 'vpcId': '$vpc'}"
created groupId
security_group=$id
send POST "/v1/security-groups/$security_group/rules" "{'isEgress': false, 'ipProtocol': 'tcp',
    'fromPort': 443, 'toPort': 443, 'cidrIpv4': '10.0.0.0/16'}"
created securityGroupRuleId
rule=$id
send GET "/v1/security-groups/$security_group/rules"
expect_status 200
expect_answer "\"$rule\""
send DELETE "/v1/security-groups/$security_group/rules/$rule"
expect_status 204
send POST /v1/route-tables "{'vpcId': '$vpc'}"
created routeTableId
route_table=$id
send POST "/v1/route-tables/$route_table/associations" "{'subnetId': '$subnet_a'}"
expect_status 201
association=$(answer | grep -o 'rtbassoc-[0-9a-f]*' | head -n 1)

step 'lists: filters, wildcards, pages'
send GET "/v1/subnets?filter[vpc-id]=$vpc&filter[tag:Name]=consumer-*"
expect_status 200
expect_equal "$(count '"subnetId":')" 2 'the number of subnets'
send GET '/v1/subnets?filter[availability-zone]=us-east-1b'
expect_status 200
expect_equal "$(member subnetId)" "$subnet_b" subnetId
send GET '/v1/subnets?limit=1'
expect_status 200
first=$(member subnetId)
cursor=$(member nextCursor)
[ -n "$cursor" ] || fail 'expected a next page'
send GET /v1/subnets '' --get --data-urlencode limit=1 --data-urlencode "cursor=$cursor"
expect_status 200
second=$(member subnetId)
expect_no_answer nextCursor
[ "$first" != "$second" ] || fail 'both pages show the same subnet'

step 'consumer: without permission the service does not exist'
endpoint_body="{'vpcId': '$vpc', 'serviceName': '$service_name', 'subnetIds': ['$subnet_a', '$subnet_b'],
    'securityGroupIds': ['$security_group'], 'tags': [{'key': 'Name', 'value': 'orders'}]}"
send POST /v1/endpoints "$endpoint_body"
problem '40[04]' InvalidServiceName
send GET "/v1/available-services/$service_name"
problem '40[04]' InvalidServiceName

step "publisher: allows the consumer's account"
as $publisher
send POST "/v1/endpoint-services/$service/permissions" "{'principal': 'arn:aws:sts::222222222222:assumed-role/deployer/x'}"
problem '4??' InvalidPrincipal
send POST "/v1/endpoint-services/$service/permissions" "{'principal': 'arn:aws:iam::222222222222:root'}"
created servicePermissionId
permission=$id
send GET "/v1/endpoint-services/$service/permissions"
expect_status 200
expect_answer '"principal":"arn:aws:iam::222222222222:root"'

step 'consumer: sees the service, another account does not'
as $consumer
send GET "/v1/available-services/$service_name"
expect_status 200
expect_answer "\"owner\":\"$publisher\""
send GET '/v1/available-services'
expect_status 200
expect_answer "\"serviceName\":\"$service_name\""
as $outsider
send GET "/v1/available-services/$service_name"
problem '40[04]' InvalidServiceName
send GET /v1/available-services
expect_status 200
expect_no_answer "$service_name"
send POST /v1/vpcs "{'cidrBlock': '10.0.0.0/16'}"
created vpcId
outsider_vpc=$id
send POST /v1/endpoints "{'vpcId': '$outsider_vpc', 'serviceName': '$service_name'}"
problem '40[04]' InvalidServiceName
send GET "/v1/endpoint-services/$service"
problem 404 InvalidVpcEndpointServiceId.NotFound
send DELETE "/v1/vpcs/$outsider_vpc"
expect_status 204

# --- the handshake --------------------------------------------------------------------------------------------------

step 'consumer: endpoint, sent twice'
as $consumer
send POST /v1/endpoints "$endpoint_body" --header 'Idempotency-Key: curl-endpoint'
created vpcEndpointId
endpoint=$id
expect_equal "$(member state)" pendingAcceptance state
expect_equal "$(member vpcEndpointType)" Interface vpcEndpointType
expect_equal "$(count '"eni-[0-9a-f]*"')" 2 'the number of interfaces'
expect_equal "$(count '"dnsName":')" 3 'the number of DNS names'
expect_answer "\"groupId\":\"$security_group\""
send POST /v1/endpoints "$endpoint_body" --header 'Idempotency-Key: curl-endpoint'
created vpcEndpointId
expect_equal "$id" "$endpoint" 'the replayed vpcEndpointId'
send POST /v1/endpoints "{'vpcId': '$vpc', 'serviceName': '$service_name'}" --header 'Idempotency-Key: curl-endpoint'
problem '4??' IdempotentParameterMismatch
send GET /v1/endpoints
expect_status 200
expect_equal "$(count '"vpcEndpointId":')" 1 'the number of endpoints'

step 'consumer: one interface in each subnet'
send GET "/v1/network-interfaces?filter[vpc-id]=$vpc"
expect_status 200
expect_equal "$(count '"networkInterfaceId":')" 2 'the number of interfaces'
expect_equal "$(count '"interfaceType":"vpc_endpoint"')" 2 'the number of endpoint interfaces'
for subnet in "$subnet_a" "$subnet_b"; do
    send GET "/v1/network-interfaces?filter[subnet-id]=$subnet"
    expect_status 200
    expect_equal "$(count '"networkInterfaceId":')" 1 "the number of interfaces in $subnet"
    send GET "/v1/subnets/$subnet"
    expect_answer '"availableIpAddressCount":250'
done

step 'consumer: what it cannot do'
send POST /v1/endpoints "{'vpcId': 'vpc-00000000000000000', 'serviceName': '$service_name'}"
problem '4??' InvalidVpcID.NotFound
send POST "/v1/endpoint-services/$service/connections/$endpoint/accept"
problem 404 InvalidVpcEndpointServiceId.NotFound
send POST "/v1/endpoint-services/$service/connections/$endpoint/reject"
problem 404 InvalidVpcEndpointServiceId.NotFound
send GET "/v1/endpoint-services/$service/connections"
problem 404 InvalidVpcEndpointServiceId.NotFound
send DELETE "/v1/endpoint-services/$service"
problem 404 InvalidVpcEndpointServiceId.NotFound

step 'publisher: sees the connection, cannot touch the endpoint'
as $publisher
send GET "/v1/endpoint-services/$service/connections"
expect_status 200
expect_equal "$(count '"vpcEndpointConnectionId":')" 1 'the number of connections'
expect_answer "\"vpcEndpointOwner\":\"$consumer\""
expect_answer '"vpcEndpointState":"pendingAcceptance"'
send GET "/v1/endpoints/$endpoint"
problem 404 InvalidVpcEndpointId.NotFound
send DELETE "/v1/endpoints/$endpoint"
problem 404 'InvalidVpcEndpoint*.NotFound'
send DELETE "/v1/endpoint-services/$service"
problem '4??' ExistingVpcEndpointConnections
send POST "/v1/endpoint-services/$service/connections/vpce-00000000000000000/accept"
problem 404 'InvalidVpcEndpoint*.NotFound'

step 'publisher: accepts'
send POST "/v1/endpoint-services/$service/connections/$endpoint/accept"
expect_status 200
expect_equal "$(member vpcEndpointId)" "$endpoint" vpcEndpointId
case $(member vpcEndpointState) in
pending | available) ;;
*) fail 'expected the connection to be pending or available' ;;
esac

step 'consumer: the endpoint becomes available'
as $consumer
await_endpoint "$endpoint" available
as $publisher
send GET "/v1/endpoint-services/$service/connections/$endpoint"
expect_status 200
expect_equal "$(member vpcEndpointState)" available vpcEndpointState

step 'consumer: the same account through a signature, another region is another place'
as ''
send GET "/v1/endpoints/$endpoint" '' --aws-sigv4 aws:amz:us-east-1:ec2 --user "$consumer:secret"
expect_status 200
expect_equal "$(member vpcEndpointId)" "$endpoint" vpcEndpointId
send GET "/v1/endpoints/$endpoint"
problem 404 InvalidVpcEndpointId.NotFound
as $consumer
send GET "/v1/endpoints/$endpoint" '' --header 'X-Privlink-Region: eu-west-1'
problem 404 InvalidVpcEndpointId.NotFound

step 'consumer: changes the endpoint, with and without the current version'
send GET "/v1/endpoints/$endpoint"
stale=$(header etag)
[ -n "$stale" ] || fail 'expected an ETag'
send PATCH "/v1/endpoints/$endpoint" "{'tags': [{'key': 'Team', 'value': 'network'}]}" --header "If-Match: $stale"
expect_status 200
expect_answer '"tags":[{"key":"Team","value":"network"}]'
send PATCH "/v1/endpoints/$endpoint" "{'tags': []}" --header "If-Match: $stale"
problem 412 '*'
send DELETE "/v1/endpoints/$endpoint" '' --header "If-Match: $stale"
problem 412 '*'
send PATCH "/v1/endpoints/$endpoint" "{'subnetIds': ['$subnet_b']}"
expect_status 200
await_endpoint "$endpoint" available
expect_equal "$(count '"eni-[0-9a-f]*"')" 1 'the number of interfaces'
expect_answer '"tags":[{"key":"Team","value":"network"}]'
send PATCH "/v1/endpoints/$endpoint" "{'subnetIds': ['$subnet_a', '$subnet_b']}"
expect_status 200
await_endpoint "$endpoint" available
expect_equal "$(count '"eni-[0-9a-f]*"')" 2 'the number of interfaces'

step 'nothing that the connection stands on can be deleted'
for path in "subnets/$subnet_a" "security-groups/$security_group" "vpcs/$vpc"; do
    send DELETE "/v1/$path"
    problem '4??' DependencyViolation
done
as $publisher
send DELETE "/v1/endpoint-services/$service"
problem '4??' ExistingVpcEndpointConnections
send DELETE "/v1/load-balancers/$(encoded "$balancer")"
problem '4??' ResourceInUse
for path in "subnets/$publisher_subnet_a" "vpcs/$publisher_vpc"; do
    send DELETE "/v1/$path"
    problem '4??' DependencyViolation
done

step 'a second endpoint: rejected, accepted after all'
as $consumer
send POST /v1/endpoints "{'vpcId': '$vpc', 'serviceName': '$service_name'}"
created vpcEndpointId
other=$id
expect_equal "$(member state)" pendingAcceptance state
expect_equal "$(count '"eni-[0-9a-f]*"')" 0 'the number of interfaces'
as $publisher
send POST "/v1/endpoint-services/$service/connections/$other/reject"
expect_status 200
expect_equal "$(member vpcEndpointState)" rejected vpcEndpointState
as $consumer
await_endpoint "$other" rejected
as $publisher
send POST "/v1/endpoint-services/$service/connections/$other/accept"
expect_status 200
as $consumer
await_endpoint "$other" available
send DELETE "/v1/endpoints/$other"
expect_status 202
await_endpoint_gone "$other"

step 'a third endpoint: withdrawn before anybody answered'
send POST /v1/endpoints "{'vpcId': '$vpc', 'serviceName': '$service_name'}"
created vpcEndpointId
third=$id
expect_equal "$(member state)" pendingAcceptance state
send DELETE "/v1/endpoints/$third"
expect_status 202
await_endpoint_gone "$third"

step 'a permission taken back leaves the connection as it is'
as $publisher
send DELETE "/v1/endpoint-services/$service/permissions/$permission"
expect_status 204
as $consumer
send POST /v1/endpoints "{'vpcId': '$vpc', 'serviceName': '$service_name'}"
problem '40[04]' InvalidServiceName
send GET "/v1/endpoints/$endpoint"
expect_equal "$(member state)" available state

step 'the audit log tells the story'
send GET "/v1/events?filter[resource-id]=$endpoint"
expect_status 200
for state in pendingAcceptance pending available; do
    expect_answer "\"$state\""
done

# --- and down again -------------------------------------------------------------------------------------------------

step 'consumer: deletes everything'
send DELETE "/v1/endpoints/$endpoint"
expect_status 202
expect_equal "$(member vpcEndpointId)" "$endpoint" vpcEndpointId
expect_equal "$(member state)" deleting state
await_endpoint_gone "$endpoint"
send GET /v1/network-interfaces
expect_empty_list
send GET "/v1/subnets/$subnet_a"
expect_answer '"availableIpAddressCount":251'
send DELETE "/v1/route-tables/$route_table"
problem '4??' DependencyViolation
for path in "route-tables/$route_table/associations/$association" "route-tables/$route_table" \
    "security-groups/$security_group" "subnets/$subnet_a" "subnets/$subnet_b" "vpcs/$vpc"; do
    send DELETE "/v1/$path"
    expect_status 204
done

step 'publisher: deletes everything'
as $publisher
send GET "/v1/endpoint-services/$service/connections"
expect_empty_list
for path in "endpoint-services/$service" "listeners/$(encoded "$listener")" "load-balancers/$(encoded "$balancer")" \
    "target-groups/$(encoded "$group")/targets/10.0.1.10?port=8443" "target-groups/$(encoded "$group")" \
    "subnets/$publisher_subnet_a" "subnets/$publisher_subnet_b" "vpcs/$publisher_vpc"; do
    send DELETE "/v1/$path"
    expect_status 204
done
send DELETE "/v1/vpcs/$publisher_vpc"
problem 404 InvalidVpcID.NotFound

step 'every account is as empty as at first'
for account in $publisher $consumer $outsider; do
    for noun in $everything; do
        send GET "/v1/$noun"
        expect_empty_list
    done
done

step 'a reset empties what is there'
as $publisher
send POST /v1/vpcs "{'cidrBlock': '10.0.0.0/16'}"
created vpcId
send POST /_privlink/reset
expect_status '20[04]'
send GET /v1/vpcs
expect_empty_list

step 'done'
