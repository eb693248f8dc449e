//! Networks under endpoints and load balancers, which cannot be taken away.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

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
            "44: the subnet",
            "DeleteSubnet",
            "SubnetId",
            "subnets",
            &consumer.subnet_ids[0],
        ),
        (
            "44: the VPC",
            "DeleteVpc",
            "VpcId",
            "vpcs",
            &consumer.vpc_id,
        ),
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
    table.when("44: the subnet under a load balancer");
    let id = &publication.network.subnet_ids[0];
    table
        .query(&world.ec2(PROVIDER), "DeleteSubnet", &[("SubnetId", id)])
        .await;
    let path = format!("/v1/subnets/{id}");
    table
        .rest(&world.rest(PROVIDER), Method::DELETE, &path, Value::Null)
        .await;
    insta::assert_snapshot!(table.table(), @r#"
    44: the subnet
      AWS  400 DependencyViolation: The subnet 'subnet-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (subnetId): The subnet 'subnet-1' has dependencies and cannot be deleted.
    44: the VPC
      AWS  400 DependencyViolation: The vpc 'vpc-1' has dependencies and cannot be deleted.
      REST 409 DependencyViolation (vpcId): The vpc 'vpc-1' has dependencies and cannot be deleted.
    the default security group
      AWS  400 CannotDelete: the specified group: "sg-1" name: "default" cannot be deleted by a user
      REST 409 CannotDelete (groupId): the specified group: "sg-1" name: "default" cannot be deleted by a user
    44: the subnet under a load balancer
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

/// Interfaces of endpoints are there to be read only; over REST there is nothing but deleting them that could be tried.
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
    let path = format!("/v1/network-interfaces/{id}");
    let missing = "/v1/network-interfaces/eni-0123456789abcdef0";
    let named = ("NetworkInterfaceId", &*id);
    let mut table = Refusals::of(&world);
    let delete = Method::DELETE;
    #[rustfmt::skip]
    let cases = [
        ("42: detached", "DetachNetworkInterface", vec![("AttachmentId", &*attachment)], &delete, &*path),
        ("42: detached by force", "DetachNetworkInterface", vec![("AttachmentId", &attachment), ("Force", "true")],
            &delete, &path),
        ("43: deleted", "DeleteNetworkInterface", vec![named], &delete, &path),
        ("changed", "ModifyNetworkInterfaceAttribute", vec![named, ("Description.Value", "x")], &Method::PATCH, &path),
        ("one that does not exist", "DeleteNetworkInterface", vec![("NetworkInterfaceId", "eni-0123456789abcdef0")],
            &delete, missing),
        ("an attachment that does not exist", "DetachNetworkInterface",
            vec![("AttachmentId", "ela-attach-0123456789abcdef0")], &delete, missing),
    ];
    for (what, action, parameters, method, path) in cases {
        table.when(what);
        table.query(&ec2, action, &parameters).await;
        table.rest(&rest, method.clone(), path, Value::Null).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    42: detached
      AWS  400 OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    42: detached by force
      AWS  400 OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    43: deleted
      AWS  400 InvalidParameterValue: Network interface 'eni-1' is currently in use.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    changed
      AWS  400 OperationNotPermitted: Network interface 'eni-1' is managed by its requester and cannot be modified.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    one that does not exist
      AWS  400 InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-2' does not exist
      REST 404 InvalidNetworkInterfaceID.NotFound (networkInterfaceId): The networkInterface ID 'eni-2' does not exist
    an attachment that does not exist
      AWS  400 InvalidAttachmentID.Malformed: Invalid id: "eni-attach-1" (expecting "ela-attach-...")
      REST 404 InvalidNetworkInterfaceID.NotFound (networkInterfaceId): The networkInterface ID 'eni-2' does not exist
    "#);
}
