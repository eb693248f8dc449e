//! Networks under endpoints and load balancers, which cannot be taken away, and those that cannot be made.

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
    table.when("42: an endpoint's interface detached; over REST, deleted");
    let parameters = [("AttachmentId", &*attachment), ("Force", "true")];
    table
        .query(&ec2, "DetachNetworkInterface", &parameters)
        .await;
    let path = format!("/v1/network-interfaces/{id}");
    table.rest(&rest, Method::DELETE, &path, Value::Null).await;
    for (what, id) in [
        ("43: an endpoint's interface", &*id),
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
    42: an endpoint's interface detached; over REST, deleted
      AWS  400 OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    43: an endpoint's interface deleted
      AWS  400 InvalidParameterValue: Network interface 'eni-1' is currently in use.
      REST 400 InvalidParameterValue (networkInterfaceId): Network interface 'eni-1' is currently in use.
    43: an endpoint's interface changed
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
