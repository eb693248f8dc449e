#!/bin/sh
# Two accounts connect through PrivateLink, with the AWS CLI, version 1 or 2.
#
#   sh tests/clients/awscli.sh http://127.0.0.1:4566
#
# Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
# PRIVLINK_AWS names another aws.

set -eu
exec 2>&1

server=$1
aws=${PRIVLINK_AWS:-aws}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

publisher=111111111111
consumer=222222222222
outsider=333333333333
region=us-east-1
unknown_endpoint=vpce-00000000000000000
unknown_service=vpce-svc-00000000000000000

# Nothing of the caller's own set-up takes part, and no retry hides an answer.
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_REGION AWS_ENDPOINT_URL AWS_CA_BUNDLE
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
export AWS_DEFAULT_REGION=$region AWS_DEFAULT_OUTPUT=text AWS_MAX_ATTEMPTS=1 AWS_PAGER='' NO_PROXY='*'

# --- the client -----------------------------------------------------------------------------------------------------

step() { printf '== %s\n' "$*"; }

fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}

# An access key of twelve digits is the account; any secret will do.
as() { export AWS_ACCESS_KEY_ID="$1" AWS_SECRET_ACCESS_KEY=any; }

# ask SERVICE OPERATION [OPTION...]: what the CLI prints; its own words on standard error when it fails.
ask() { "$aws" --endpoint-url "$server" --cli-connect-timeout 10 --cli-read-timeout 30 "$@"; }

# Lets the CLI succeed and throws away what it prints.
quietly() { ask "$@" >/dev/null || fail "aws $*"; }

# refused CODE OPERATION SERVICE COMMAND [OPTION...]: the CLI fails and says why in its own words.
refused() {
    code=$1 operation=$2
    shift 2
    if ask "$@" >"$work/out" 2>"$work/err"; then
        cat "$work/out"
        fail "expected $code from: aws $*"
    fi
    if ! grep -q "An error occurred ($code) when calling the $operation operation" "$work/err"; then
        cat "$work/err"
        fail "expected $code from: aws $*"
    fi
}

expect_equal() { [ "$1" = "$2" ] || fail "expected $3 to be '$2', not '$1'"; }

# expect_failures EXPECTED COMMAND [OPTION...]: EC2 answers with exactly these pairs of resource and code for what it
# could not do.
expect_failures() {
    expected=$1
    shift
    ask ec2 "$@" --query 'Unsuccessful[].[ResourceId,Error.Code]' >"$work/failures" || fail "aws ec2 $*"
    expect_equal "$(tr '\t' ' ' <"$work/failures")" "$expected" "what failed in aws ec2 $*"
}

# The words of an answer in one order: text output separates items by tabs.
sorted() { tr '\t' '\n' | sort | tr '\n' ' ' | sed 's/ $//'; }

endpoint_state() { ask ec2 describe-vpc-endpoints --vpc-endpoint-ids "$1" --query 'VpcEndpoints[0].State'; }

await_state() {
    tries=0
    while state=$(endpoint_state "$1") && [ "$state" != "$2" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || fail "the endpoint is $state and never became $2"
        sleep 0.1
    done
    expect_equal "$state" "$2" 'the state of the endpoint'
}

await_gone() {
    tries=0
    while remaining=$(ask ec2 describe-vpc-endpoints --filters "Name=vpc-endpoint-id,Values=$1" \
        --query 'VpcEndpoints[].VpcEndpointId') && [ -n "$remaining" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || fail 'the endpoint never went'
        sleep 0.1
    done
    refused InvalidVpcEndpointId.NotFound DescribeVpcEndpoints \
        ec2 describe-vpc-endpoints --vpc-endpoint-ids "$1"
}

# Everything that the current account has, one line for each kind.
census() {
    ask ec2 describe-vpcs --query 'Vpcs[].VpcId'
    ask ec2 describe-subnets --query 'Subnets[].SubnetId'
    ask ec2 describe-security-groups --query 'SecurityGroups[].GroupId'
    ask ec2 describe-route-tables --query 'RouteTables[].RouteTableId'
    ask ec2 describe-network-interfaces --query 'NetworkInterfaces[].NetworkInterfaceId'
    ask ec2 describe-vpc-endpoints --query 'VpcEndpoints[].VpcEndpointId'
    ask ec2 describe-vpc-endpoint-service-configurations --query 'ServiceConfigurations[].ServiceId'
    ask ec2 describe-vpc-endpoint-connections --query 'VpcEndpointConnections[].VpcEndpointId'
    ask elbv2 describe-load-balancers --query 'LoadBalancers[].LoadBalancerArn'
    ask elbv2 describe-target-groups --query 'TargetGroups[].TargetGroupArn'
}

# subnet VPC CIDR ZONE: its id.
subnet() {
    ask ec2 create-subnet --vpc-id "$1" --cidr-block "$2" --availability-zone "$3" --query Subnet.SubnetId
}

# --- the publisher --------------------------------------------------------------------------------------------------

step 'identities'
as $publisher
expect_equal "$(ask sts get-caller-identity --query Account)" $publisher 'the account'
ask sts assume-role --role-arn "arn:aws:iam::$consumer:role/deployer" --role-session-name story \
    --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' >"$work/session"
expect_equal "$(
    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <"$work/session"
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    ask sts get-caller-identity --query '[Account,Arn]'
)" "$(printf '%s\tarn:aws:sts::%s:assumed-role/deployer/story' $consumer $consumer)" 'the identity of the session'

step 'requests that are refused at the door'
refused InvalidAction DescribeSpotPriceHistory ec2 describe-spot-price-history
refused InvalidAction DescribeTrustStores elbv2 describe-trust-stores
refused InvalidFilter DescribeVpcEndpoints ec2 describe-vpc-endpoints --filters Name=colour,Values=green
refused DryRunOperation CreateVpc ec2 create-vpc --cidr-block 10.0.0.0/16 --dry-run
refused InvalidVpcID.NotFound DescribeVpcs ec2 describe-vpcs --vpc-ids vpc-00000000000000000

step 'publisher: VPC, two subnets in two zones'
publisher_vpc=$(ask ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId \
    --tag-specifications 'ResourceType=vpc,Tags=[{Key=Name,Value=publisher}]')
quietly ec2 wait vpc-available --vpc-ids "$publisher_vpc"
publisher_subnet_a=$(subnet "$publisher_vpc" 10.0.1.0/24 ${region}a)
publisher_subnet_b=$(subnet "$publisher_vpc" 10.0.2.0/24 ${region}b)
quietly ec2 wait subnet-available --subnet-ids "$publisher_subnet_a" "$publisher_subnet_b"

step 'publisher: load balancer, target group, target, listener'
balancer=$(ask elbv2 create-load-balancer --name orders --type network --scheme internal \
    --subnets "$publisher_subnet_a" "$publisher_subnet_b" --query 'LoadBalancers[0].LoadBalancerArn')
quietly elbv2 wait load-balancer-available --load-balancer-arns "$balancer"
group=$(ask elbv2 create-target-group --name orders --protocol TCP --port 8443 --target-type ip \
    --vpc-id "$publisher_vpc" --query 'TargetGroups[0].TargetGroupArn')
quietly elbv2 register-targets --target-group-arn "$group" --targets Id=10.0.1.10,Port=8443
expect_equal "$(ask elbv2 describe-target-health --target-group-arn "$group" \
    --query 'TargetHealthDescriptions[].Target.[Id,Port]')" "$(printf '10.0.1.10\t8443')" 'the targets'
listener=$(ask elbv2 create-listener --load-balancer-arn "$balancer" --protocol TCP --port 443 \
    --default-actions "Type=forward,TargetGroupArn=$group" --query 'Listeners[0].ListenerArn')

step 'publisher: endpoint service'
service=$(ask ec2 create-vpc-endpoint-service-configuration --acceptance-required \
    --network-load-balancer-arns "$balancer" --query ServiceConfiguration.ServiceId \
    --tag-specifications 'ResourceType=vpc-endpoint-service,Tags=[{Key=Name,Value=orders}]')
service_name=com.amazonaws.vpce.$region.$service
expect_equal "$(ask ec2 describe-vpc-endpoint-service-configurations --service-ids "$service" \
    --query 'ServiceConfigurations[].[ServiceName,ServiceState,AcceptanceRequired]')" \
    "$(printf '%s\tAvailable\tTrue' "$service_name")" 'the service'

# --- who may see it -------------------------------------------------------------------------------------------------

step 'consumer: VPC with the same addresses, two subnets, security group'
as $consumer
vpc=$(ask ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId)
subnet_a=$(subnet "$vpc" 10.0.1.0/24 ${region}a)
subnet_b=$(subnet "$vpc" 10.0.2.0/24 ${region}b)
security_group=$(ask ec2 create-security-group --group-name endpoint --description 'HTTPS from the VPC' \
    --vpc-id "$vpc" --query GroupId)
quietly ec2 authorize-security-group-ingress --group-id "$security_group" \
    --protocol tcp --port 443 --cidr 10.0.0.0/16
expect_equal "$(ask ec2 describe-security-groups --group-ids "$security_group" \
    --query 'SecurityGroups[].IpPermissions[].[IpProtocol,FromPort,ToPort,IpRanges[0].CidrIp]')" \
    "$(printf 'tcp\t443\t443\t10.0.0.0/16')" 'the rules of the security group'

# Creates an endpoint without subnets; more options may follow.
plain_endpoint() {
    ask ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id "$vpc" --service-name "$service_name" \
        --query VpcEndpoint.VpcEndpointId "$@"
}

step 'a service without permission is a service that does not exist'
refused InvalidServiceName CreateVpcEndpoint \
    ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id "$vpc" --service-name "$service_name"
refused InvalidServiceName CreateVpcEndpoint \
    ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id "$vpc" \
    --service-name "com.amazonaws.vpce.$region.$unknown_service"
refused InvalidServiceName DescribeVpcEndpointServices \
    ec2 describe-vpc-endpoint-services --service-names "$service_name"

step "publisher: allows the consumer's account"
as $publisher
refused InvalidPrincipal ModifyVpcEndpointServicePermissions \
    ec2 modify-vpc-endpoint-service-permissions --service-id "$service" \
    --add-allowed-principals "arn:aws:sts::$consumer:assumed-role/deployer/story"
quietly ec2 modify-vpc-endpoint-service-permissions --service-id "$service" \
    --add-allowed-principals "arn:aws:iam::$consumer:root"
expect_equal "$(ask ec2 describe-vpc-endpoint-service-permissions --service-id "$service" \
    --query 'AllowedPrincipals[].[PrincipalType,Principal]')" \
    "$(printf 'Account\tarn:aws:iam::%s:root' $consumer)" 'the allowed principals'

step 'consumer: sees the service, another account does not'
as $consumer
expect_equal "$(ask ec2 describe-vpc-endpoint-services --service-names "$service_name" \
    --query 'ServiceDetails[].[Owner,AcceptanceRequired,ServiceType[0].ServiceType]')" \
    "$(printf '%s\tTrue\tInterface' $publisher)" 'what the consumer sees'
refused InvalidVpcEndpointServiceId.NotFound DescribeVpcEndpointServiceConfigurations \
    ec2 describe-vpc-endpoint-service-configurations --service-ids "$service"
as $outsider
refused InvalidServiceName DescribeVpcEndpointServices \
    ec2 describe-vpc-endpoint-services --service-names "$service_name"

# --- the handshake --------------------------------------------------------------------------------------------------

step 'consumer: endpoint, asked for twice'
as $consumer
refused DryRunOperation CreateVpcEndpoint \
    ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id "$vpc" --service-name "$service_name" --dry-run
refused InvalidParameter CreateVpcEndpoint \
    ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name "$service_name"
endpoint=$(plain_endpoint --subnet-ids "$subnet_a" "$subnet_b" --security-group-ids "$security_group" \
    --client-token story)
expect_equal "$(plain_endpoint --subnet-ids "$subnet_a" "$subnet_b" --security-group-ids "$security_group" \
    --client-token story)" "$endpoint" 'the endpoint of the second request'
refused IdempotentParameterMismatch CreateVpcEndpoint \
    ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id "$vpc" --service-name "$service_name" \
    --client-token story
expect_equal "$(ask ec2 describe-vpc-endpoints --query \
    'VpcEndpoints[].[VpcEndpointId,State,VpcEndpointType,length(NetworkInterfaceIds),length(DnsEntries)]')" \
    "$(printf '%s\tpendingAcceptance\tInterface\t2\t3' "$endpoint")" 'the endpoints'
expect_equal "$(ask ec2 describe-network-interfaces \
    --filters "Name=description,Values=VPC Endpoint Interface $endpoint" \
    --query 'NetworkInterfaces[].SubnetId' | sorted)" \
    "$(printf '%s\n%s\n' "$subnet_a" "$subnet_b" | sorted)" "the subnets of the endpoint's interfaces"

step 'the consumer cannot accept, the publisher cannot delete'
refused InvalidVpcEndpointServiceId.NotFound AcceptVpcEndpointConnections \
    ec2 accept-vpc-endpoint-connections --service-id "$service" --vpc-endpoint-ids "$endpoint"
as $publisher
expect_failures "$endpoint InvalidVpcEndpoint.NotFound" \
    delete-vpc-endpoints --vpc-endpoint-ids "$endpoint"
refused InvalidVpcEndpointId.NotFound DescribeVpcEndpoints \
    ec2 describe-vpc-endpoints --vpc-endpoint-ids "$endpoint"

step 'publisher: sees the connection and accepts'
expect_equal "$(ask ec2 describe-vpc-endpoint-connections --filters "Name=service-id,Values=$service" \
    --query 'VpcEndpointConnections[].[VpcEndpointId,VpcEndpointOwner,VpcEndpointState]')" \
    "$(printf '%s\t%s\tpendingAcceptance' "$endpoint" $consumer)" 'the connections'
refused InvalidVpcEndpointServiceId.NotFound AcceptVpcEndpointConnections \
    ec2 accept-vpc-endpoint-connections --service-id $unknown_service --vpc-endpoint-ids "$endpoint"
expect_failures "$unknown_endpoint InvalidVpcEndpoint.NotFound" \
    accept-vpc-endpoint-connections --service-id "$service" --vpc-endpoint-ids "$endpoint" $unknown_endpoint
as $consumer
await_state "$endpoint" available

step 'consumer: changes the endpoint'
quietly ec2 modify-vpc-endpoint --vpc-endpoint-id "$endpoint" --remove-subnet-ids "$subnet_a"
await_state "$endpoint" available
expect_equal "$(ask ec2 describe-vpc-endpoints --query 'VpcEndpoints[0].SubnetIds')" "$subnet_b" 'the subnets'
quietly ec2 modify-vpc-endpoint --vpc-endpoint-id "$endpoint" --add-subnet-ids "$subnet_a"
await_state "$endpoint" available
quietly ec2 create-tags --resources "$endpoint" --tags Key=Team,Value=network
expect_equal "$(ask ec2 describe-vpc-endpoints --filters 'Name=tag:Team,Values=net*' \
    --query 'VpcEndpoints[].[VpcEndpointId,length(NetworkInterfaceIds)]')" \
    "$(printf '%s\t2' "$endpoint")" 'the tagged endpoint'

step 'nothing that the connection stands on can be deleted'
refused DependencyViolation DeleteSubnet ec2 delete-subnet --subnet-id "$subnet_a"
refused DependencyViolation DeleteSecurityGroup ec2 delete-security-group --group-id "$security_group"
refused DependencyViolation DeleteVpc ec2 delete-vpc --vpc-id "$vpc"
as $publisher
refused ResourceInUse DeleteLoadBalancer elbv2 delete-load-balancer --load-balancer-arn "$balancer"
expect_failures "$service ExistingVpcEndpointConnections" \
    delete-vpc-endpoint-service-configurations --service-ids "$service"

step 'a second endpoint: rejected, accepted after all; a third: withdrawn'
as $consumer
other=$(plain_endpoint)
withdrawn=$(plain_endpoint)
as $publisher
quietly ec2 reject-vpc-endpoint-connections --service-id "$service" --vpc-endpoint-ids "$other"
as $consumer
await_state "$other" rejected
as $publisher
quietly ec2 accept-vpc-endpoint-connections --service-id "$service" --vpc-endpoint-ids "$other"
as $consumer
await_state "$other" available
expect_equal "$(endpoint_state "$withdrawn")" pendingAcceptance 'the state of the third endpoint'
quietly ec2 delete-vpc-endpoints --vpc-endpoint-ids "$withdrawn"
await_gone "$withdrawn"

# --- and down again -------------------------------------------------------------------------------------------------

step 'consumer: deletes everything'
expect_failures "$unknown_endpoint InvalidVpcEndpoint.NotFound" \
    delete-vpc-endpoints --vpc-endpoint-ids "$endpoint" "$other" $unknown_endpoint
await_gone "$endpoint"
await_gone "$other"
quietly ec2 delete-security-group --group-id "$security_group"
quietly ec2 delete-subnet --subnet-id "$subnet_a"
quietly ec2 delete-subnet --subnet-id "$subnet_b"
quietly ec2 delete-vpc --vpc-id "$vpc"

step 'publisher: deletes everything'
as $publisher
expect_failures '' \
    delete-vpc-endpoint-service-configurations --service-ids "$service"
quietly elbv2 delete-listener --listener-arn "$listener"
quietly elbv2 delete-load-balancer --load-balancer-arn "$balancer"
quietly elbv2 wait load-balancers-deleted --load-balancer-arns "$balancer"
quietly elbv2 deregister-targets --target-group-arn "$group" --targets Id=10.0.1.10,Port=8443
quietly elbv2 delete-target-group --target-group-arn "$group"
quietly ec2 delete-subnet --subnet-id "$publisher_subnet_a"
quietly ec2 delete-subnet --subnet-id "$publisher_subnet_b"
quietly ec2 delete-vpc --vpc-id "$publisher_vpc"

step 'both accounts are as empty as at first'
for account in $publisher $consumer; do
    as "$account"
    census >"$work/census"
    expect_equal "$(tr -d '[:space:]' <"$work/census")" '' "what account $account has"
done

step 'done'
