//! Networks under endpoints and load balancers, which cannot be taken away.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::rest::segment;
use crate::support::world::{CONSUMER, Network, PROVIDER, World, text};

#[tokio::test]
async fn under_an_endpoint() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let groups = rest.items("/v1/security-groups").await;
    let group = text(&groups[0]["groupId"]);
    let mut table = Refusals::of(&world);
    for (what, action, parameter, path, id) in [
        (
            "the subnet",
            "DeleteSubnet",
            "SubnetId",
            "subnets",
            &consumer.subnet_ids[0],
        ),
        ("the VPC", "DeleteVpc", "VpcId", "vpcs", &consumer.vpc_id),
        (
            "the default security group",
            "DeleteSecurityGroup",
            "GroupId",
            "security-groups",
            &group,
        ),
    ] {
        table.when(what);
        table.query(&ec2, action, &[(parameter, id)]).await;
        let path = format!("/v1/{path}/{id}");
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    table.when("the subnet under a load balancer");
    let id = &publication.network.subnet_ids[0];
    table
        .query(&world.ec2(PROVIDER), "DeleteSubnet", &[("SubnetId", id)])
        .await;
    let path = format!("/v1/subnets/{id}");
    table
        .rest(&world.rest(PROVIDER), Method::DELETE, &path, Value::Null)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    the subnet
      AWS  400 DependencyViolation: The subnet 'subnet-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (subnetId): The subnet 'subnet-1' has dependencies and cannot be deleted.
    the VPC
      AWS  400 DependencyViolation: The vpc 'vpc-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (vpcId): The vpc 'vpc-1' has dependencies and cannot be deleted.
    the default security group
      AWS  400 CannotDelete: the specified group: "sg-1" name: "default" cannot be deleted by a user
      REST 409 CannotDelete (groupId): the specified group: "sg-1" name: "default" cannot be deleted by a user
    the subnet under a load balancer
      AWS  400 DependencyViolation: The subnet 'subnet-2' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (subnetId): The subnet 'subnet-2' has dependencies and cannot be deleted.
    "#);
}

#[tokio::test]
async fn made_wrong() {
    let world = World::start().await;
    let network = world.network(CONSUMER, &["us-east-1a"]).await;
    let vpc_id = &*network.vpc_id;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let mut table = Refusals::of(&world);
    for cidr in ["10.0.0.0/15", "10.0.0.0/29", "10.0.0.0", "fd00::/16"] {
        table.when(&format!("a VPC {cidr}"));
        table.query(&ec2, "CreateVpc", &[("CidrBlock", cidr)]).await;
        table
            .rest(&rest, Method::POST, "/v1/vpcs", json!({"cidrBlock": cidr}))
            .await;
    }
    for cidr in ["10.0.0.128/25", "10.1.0.0/24", "10.0.8.0/29", "x"] {
        table.when(&format!("a subnet {cidr}"));
        let parameters = [("VpcId", vpc_id), ("CidrBlock", cidr)];
        table.query(&ec2, "CreateSubnet", &parameters).await;
        let body = json!({"vpcId": vpc_id, "cidrBlock": cidr});
        table.rest(&rest, Method::POST, "/v1/subnets", body).await;
    }
    table.when("a subnet in no zone of the region's");
    let parameters = [
        ("VpcId", vpc_id),
        ("CidrBlock", "10.0.8.0/24"),
        ("AvailabilityZone", "eu-west-1a"),
    ];
    table.query(&ec2, "CreateSubnet", &parameters).await;
    let body =
        json!({"vpcId": vpc_id, "cidrBlock": "10.0.8.0/24", "availabilityZone": "eu-west-1a"});
    table.rest(&rest, Method::POST, "/v1/subnets", body).await;
    table.when("a second default security group");
    let parameters = [
        ("VpcId", vpc_id),
        ("GroupName", "default"),
        ("GroupDescription", "x"),
    ];
    table.query(&ec2, "CreateSecurityGroup", &parameters).await;
    let body = json!({"vpcId": vpc_id, "groupName": "default", "description": "x"});
    table
        .rest(&rest, Method::POST, "/v1/security-groups", body)
        .await;
    insta::assert_snapshot!(table.table(), @"
    a VPC 10.0.0.0/15
      AWS  400 InvalidVpc.Range: The CIDR '10.0.0.0/15' is invalid.
      REST 400 InvalidVpc.Range (cidrBlock): The CIDR '10.0.0.0/15' is invalid.
    a VPC 10.0.0.0/29
      AWS  400 InvalidVpc.Range: The CIDR '10.0.0.0/29' is invalid.
      REST 400 InvalidVpc.Range (cidrBlock): The CIDR '10.0.0.0/29' is invalid.
    a VPC 10.0.0.0
      AWS  400 InvalidParameterValue: Value (10.0.0.0) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      REST 400 InvalidParameterValue (cidrBlock): Value (10.0.0.0) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    a VPC fd00::/16
      AWS  400 InvalidParameterValue: Value (fd00::/16) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      REST 400 InvalidParameterValue (cidrBlock): Value (fd00::/16) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    a subnet 10.0.0.128/25
      AWS  400 InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet
      REST 409 InvalidSubnet.Conflict (cidrBlock): The CIDR '10.0.0.128/25' conflicts with another subnet
    a subnet 10.1.0.0/24
      AWS  400 InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.
      REST 400 InvalidSubnet.Range (cidrBlock): The CIDR '10.1.0.0/24' is invalid.
    a subnet 10.0.8.0/29
      AWS  400 InvalidSubnet.Range: The CIDR '10.0.8.0/29' is invalid.
      REST 400 InvalidSubnet.Range (cidrBlock): The CIDR '10.0.8.0/29' is invalid.
    a subnet x
      AWS  400 InvalidParameterValue: Value (x) for parameter CidrBlock is invalid. This is not a valid CIDR block.
      REST 400 InvalidParameterValue (cidrBlock): Value (x) for parameter CidrBlock is invalid. This is not a valid CIDR block.
    a subnet in no zone of the region's
      AWS  400 InvalidParameterValue: Value (eu-west-1a) for parameter AvailabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f.
      REST 400 InvalidParameterValue (availabilityZone): Value (eu-west-1a) for parameter AvailabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f.
    a second default security group
      AWS  400 InvalidParameterValue: Cannot use reserved security group name: default
      REST 400 InvalidParameterValue (groupName): Cannot use reserved security group name: default
    ");
}

/// There are no interfaces of users', so that every action that manages one is refused.
#[tokio::test]
async fn interfaces() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    world.connect(&publication, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let interfaces = rest.items("/v1/network-interfaces").await;
    let id = text(&interfaces[0]["networkInterfaceId"]);
    let attachment = text(&interfaces[0]["attachment"]["attachmentId"]);
    let mut table = Refusals::of(&world);
    table.when("an endpoint's interface detached");
    let parameters = [("AttachmentId", &*attachment), ("Force", "true")];
    table
        .query(&ec2, "DetachNetworkInterface", &parameters)
        .await;
    for (what, id) in [
        ("an endpoint's interface", &*id),
        ("no interface", "eni-00000000000000000"),
        ("no id", "eni-x"),
    ] {
        table.when(&format!("{what} deleted"));
        let parameters = [("NetworkInterfaceId", id)];
        table
            .query(&ec2, "DeleteNetworkInterface", &parameters)
            .await;
        let path = format!("/v1/network-interfaces/{id}");
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
        table.when(&format!("{what} changed"));
        for (name, value) in [
            ("Description.Value", "mine"),
            ("SourceDestCheck.Value", "false"),
            ("SecurityGroupId.1", "sg-00000000000000000"),
        ] {
            let parameters = [("NetworkInterfaceId", id), (name, value)];
            let action = "ModifyNetworkInterfaceAttribute";
            table.query(&ec2, action, &parameters).await;
        }
    }
    for attachment in [
        "ela-attach-00000000000000000",
        "ela-attach-x",
        "eni-attach-00000000000000000",
    ] {
        table.when(&format!("{attachment} detached"));
        let parameters = [("AttachmentId", attachment)];
        table
            .query(&ec2, "DetachNetworkInterface", &parameters)
            .await;
    }
    table.when("a stranger detaches");
    let parameters = [("AttachmentId", &*attachment)];
    table
        .query(&world.ec2(PROVIDER), "DetachNetworkInterface", &parameters)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    an endpoint's interface detached
      AWS  400 OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.
    an endpoint's interface deleted
      AWS  400 InvalidParameterValue: Network interface 'eni-1' is currently in use.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    an endpoint's interface changed
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
    no interface deleted
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      REST 404 InvalidNetworkInterfaceID.NotFound (networkInterfaceId): The networkInterface ID 'eni-2' does not exist
    no interface changed
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
    no id deleted
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
      REST 400 InvalidNetworkInterfaceId.Malformed (networkInterfaceId): Invalid id: "eni-x" (expecting "eni-...")
    no id changed
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
      AWS  400 InvalidNetworkInterfaceId.Malformed: Invalid id: "eni-x" (expecting "eni-...")
    ela-attach-00000000000000000 detached
      AWS  400 InvalidAttachmentID.NotFound: The attachment ID 'ela-attach-1' does not exist
    ela-attach-x detached
      AWS  400 InvalidAttachmentID.Malformed: Invalid id: "ela-attach-x" (expecting "ela-attach-...")
    eni-attach-00000000000000000 detached
      AWS  400 InvalidAttachmentID.Malformed: Invalid id: "eni-attach-1" (expecting "ela-attach-...")
    a stranger detaches
      AWS  400 InvalidAttachmentID.NotFound: The attachment ID 'ela-attach-2' does not exist
    "#);
}

#[tokio::test]
async fn routes() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let interface = world.connect(&publication, &consumer).await;
    let inspection = world.inspection(&publication.network).await;
    let target = world.route_target(&inspection, &consumer).await;
    let (ec2, rest) = (world.ec2(CONSUMER), world.rest(CONSUMER));
    let make_table = async |network: &Network| {
        let body = json!({"vpcId": network.vpc_id});
        rest.make("/v1/route-tables", "routeTableId", body).await
    };
    let table_id = make_table(&consumer).await;
    let elsewhere = make_table(&world.network(CONSUMER, &[]).await).await;
    let list = "pl-63a5400a";
    world.gateway_endpoint(&consumer, &table_id).await;
    let routes = format!("/v1/route-tables/{table_id}/routes");
    let body = json!({"destinationCidrBlock": "10.9.0.0/16", "vpcEndpointId": target});
    rest.create(&routes, body).await;
    let (ipv4, ipv6, prefix_list) = (
        ("DestinationCidrBlock", "destinationCidrBlock"),
        ("DestinationIpv6CidrBlock", "destinationIpv6CidrBlock"),
        ("DestinationPrefixListId", "destinationPrefixListId"),
    );
    let missing = "vpce-00000000000000000";
    let mut table = Refusals::of(&world);
    for (what, table_id, kind, destination, endpoint) in [
        (
            "to an interface endpoint",
            &table_id,
            ipv4,
            "10.8.0.0/16",
            &*interface,
        ),
        ("to no endpoint", &table_id, ipv4, "10.8.0.0/16", missing),
        ("to no id", &table_id, ipv4, "10.8.0.0/16", "vpce-x"),
        ("to another VPC", &elsewhere, ipv4, "10.8.0.0/16", &*target),
        ("of a prefix list", &table_id, prefix_list, list, &*target),
        ("of no network", &table_id, ipv4, "10.8.0.0", &*target),
        (
            "of the wrong kind",
            &table_id,
            ipv6,
            "10.8.0.0/16",
            &*target,
        ),
        ("that is there", &table_id, ipv4, "10.9.0.0/16", &*target),
        (
            "of the VPC itself",
            &table_id,
            ipv4,
            "10.0.0.0/16",
            &*target,
        ),
    ] {
        table.when(&format!("a route {what}"));
        let parameters = [
            ("RouteTableId", &**table_id),
            (kind.0, destination),
            ("VpcEndpointId", endpoint),
        ];
        table.query(&ec2, "CreateRoute", &parameters).await;
        let body = json!({kind.1: destination, "vpcEndpointId": endpoint});
        let routes = format!("/v1/route-tables/{table_id}/routes");
        table.rest(&rest, Method::POST, &routes, body).await;
    }
    table.when("a route of nothing");
    let parameters = [("RouteTableId", &*table_id), ("VpcEndpointId", &target)];
    table.query(&ec2, "CreateRoute", &parameters).await;
    let body = json!({"vpcEndpointId": target});
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("a route of two");
    let parameters = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "10.8.0.0/16"),
        ("DestinationIpv6CidrBlock", "::/0"),
        ("VpcEndpointId", &target),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    let body = json!({
        "destinationCidrBlock": "10.8.0.0/16", "destinationIpv6CidrBlock": "::/0", "vpcEndpointId": target,
    });
    table.rest(&rest, Method::POST, &routes, body).await;
    table.when("a route to nothing");
    let parameters = [
        ("RouteTableId", &*table_id),
        ("DestinationCidrBlock", "10.8.0.0/16"),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.when("a route to a gateway");
    let parameters = [
        parameters[0],
        parameters[1],
        ("GatewayId", "igw-00000000000000000"),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    table.when("a route in no table");
    let no_table = "rtb-00000000000000000";
    let parameters = [
        ("RouteTableId", no_table),
        parameters[1],
        ("VpcEndpointId", &*target),
    ];
    table.query(&ec2, "CreateRoute", &parameters).await;
    for (what, kind, destination) in [
        ("of a gateway endpoint", prefix_list, list),
        ("that is not there", ipv4, "10.7.0.0/16"),
        ("of the VPC itself", ipv4, "10.0.0.0/16"),
    ] {
        let path = format!("{routes}/{}", segment(destination));
        table.when(&format!("the route {what} replaced"));
        let parameters = [
            ("RouteTableId", &*table_id),
            (kind.0, destination),
            ("VpcEndpointId", &target),
        ];
        table.query(&ec2, "ReplaceRoute", &parameters).await;
        let body = json!({"vpcEndpointId": target});
        table.rest(&rest, Method::PATCH, &path, body).await;
        table.when(&format!("the route {what} deleted"));
        table.query(&ec2, "DeleteRoute", &parameters[..2]).await;
        table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    a route to an interface endpoint
      AWS  400 InvalidParameterValue: vpce-1 is not a Gateway Load Balancer endpoint
      REST 400 InvalidParameterValue (vpcEndpointId): vpce-1 is not a Gateway Load Balancer endpoint
    a route to no endpoint
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    a route to no id
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
    a route to another VPC
      AWS  400 InvalidParameterValue: Route table rtb-1 and endpoint vpce-3 belong to different networks
      REST 400 InvalidParameterValue (vpcEndpointId): Route table rtb-1 and endpoint vpce-3 belong to different networks
    a route of a prefix list
      AWS  400 InvalidParameterValue: A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
      REST 400 InvalidParameterValue (destinationPrefixListId): A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
    a route of no network
      AWS  400 InvalidParameterValue: Value (10.8.0.0) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
      REST 400 InvalidParameterValue (destinationCidrBlock): Value (10.8.0.0) for parameter DestinationCidrBlock is invalid. This is neither a CIDR block nor a prefix list.
    a route of the wrong kind
      AWS  400 InvalidParameterValue: Value (10.8.0.0/16) for parameter DestinationIpv6CidrBlock is invalid.
      REST 400 InvalidParameterValue (destinationIpv6CidrBlock): Value (10.8.0.0/16) for parameter DestinationIpv6CidrBlock is invalid.
    a route that is there
      AWS  400 RouteAlreadyExists: The route identified by 10.9.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.9.0.0/16 already exists.
    a route of the VPC itself
      AWS  400 RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.
      REST 409 RouteAlreadyExists (destinationCidrBlock): The route identified by 10.0.0.0/16 already exists.
    a route of nothing
      AWS  400 MissingParameter: The request must contain the parameter DestinationCidrBlock
      REST 400 MissingParameter (destinationCidrBlock): The request must contain the parameter DestinationCidrBlock
    a route of two
      AWS  400 InvalidParameterCombination: DestinationCidrBlock and DestinationIpv6CidrBlock cannot be used together
      REST 400 InvalidParameterCombination (destinationIpv6CidrBlock): DestinationCidrBlock and DestinationIpv6CidrBlock cannot be used together
    a route to nothing
      AWS  400 MissingParameter: The request must contain the parameter VpcEndpointId
    a route to a gateway
      AWS  400 UnknownParameter: The parameter GatewayId is not recognized
    a route in no table
      AWS  400 InvalidRouteTableID.NotFound: The routeTable ID 'rtb-2' does not exist
    the route of a gateway endpoint replaced
      AWS  400 InvalidParameterValue: A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
      REST 400 InvalidParameterValue (destinationPrefixListId): A route to a prefix list cannot have the target vpce-3: gateway endpoints make theirs, and others have none
    the route of a gateway endpoint deleted
      AWS  400 InvalidParameterValue: cannot remove VPC endpoint route pl-63a5400a in route table rtb-3: it belongs to vpce-4
      REST 400 InvalidParameterValue (destinationPrefixListId): cannot remove VPC endpoint route pl-63a5400a in route table rtb-3: it belongs to vpce-4
    the route that is not there replaced
      AWS  400 InvalidRoute.NotFound: no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
      REST 404 InvalidRoute.NotFound (destinationCidrBlock): no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
    the route that is not there deleted
      AWS  400 InvalidRoute.NotFound: no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
      REST 404 InvalidRoute.NotFound (destinationCidrBlock): no route with destination-cidr-block 10.7.0.0/16 in route table rtb-3
    the route of the VPC itself replaced
      AWS  400 InvalidParameterValue: cannot replace local route 10.0.0.0/16 in route table rtb-3
      REST 400 InvalidParameterValue (destinationCidrBlock): cannot replace local route 10.0.0.0/16 in route table rtb-3
    the route of the VPC itself deleted
      AWS  400 InvalidParameterValue: cannot remove local route 10.0.0.0/16 in route table rtb-3
      REST 400 InvalidParameterValue (destinationCidrBlock): cannot remove local route 10.0.0.0/16 in route table rtb-3
    "#);
}
