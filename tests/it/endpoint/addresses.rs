//! The addresses that endpoints take from their subnets.

use serde_json::{Value, json};

use super::scene;
use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, text};

/// The addresses of the consumer's interfaces in a subnet.
async fn addresses(rest: &Rest<'_>, subnet_id: &str) -> Vec<String> {
    let path = format!("/v1/network-interfaces?filter[subnet-id]={subnet_id}");
    let mut addresses: Vec<String> = rest
        .items(&path)
        .await
        .iter()
        .map(|interface| text(&interface["privateIpAddress"]))
        .collect();
    addresses.sort();
    addresses
}

async fn free_addresses(rest: &Rest<'_>, subnet_id: &str) -> Value {
    let subnet = rest.get(&format!("/v1/subnets/{subnet_id}")).await;
    subnet.expect(200)["availableIpAddressCount"].clone()
}

/// A /28 has sixteen addresses, of which the first four and the last are never given out.
#[tokio::test]
async fn a_subnet_gives_out_its_addresses_and_takes_them_back() {
    let (world, publication, consumer) = scene().await;
    let rest = world.rest(CONSUMER);
    let body = json!({"vpcId": consumer.vpc_id, "cidrBlock": "10.0.9.0/28", "availabilityZone": "us-east-1a"});
    let subnet_id = text(&rest.create("/v1/subnets", body).await["subnetId"]);
    assert_eq!(free_addresses(&rest, &subnet_id).await, 11);
    let body = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name, "subnetIds": [subnet_id]});
    let mut endpoints = Vec::new();
    for _ in 0..11 {
        let endpoint = rest.create("/v1/endpoints", body.clone()).await;
        endpoints.push(text(&endpoint["vpcEndpointId"]));
    }
    let expected: Vec<String> = (4..15).map(|last| format!("10.0.9.{last}")).collect();
    let mut in_use = addresses(&rest, &subnet_id).await;
    in_use.sort_by_key(String::len);
    assert_eq!(in_use, expected);
    assert_eq!(free_addresses(&rest, &subnet_id).await, 0);
    let before = world.rows().await;
    let refused = rest.post("/v1/endpoints", body.clone()).await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"409 InsufficientFreeAddressesInSubnet (subnetIds): The subnet 'subnet-1' has not enough free addresses to satisfy the request.");
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &publication.service_name),
        ("SubnetId.1", &consumer.subnet_ids[1]),
        ("SubnetId.2", &subnet_id),
    ];
    let ec2 = world.ec2(CONSUMER);
    let refused = ec2.call("CreateVpcEndpoint", &parameters).await;
    insta::assert_snapshot!(world.shown(&refused.refusal()), @"400 InsufficientFreeAddressesInSubnet: The subnet 'subnet-1' has not enough free addresses to satisfy the request.");
    assert_eq!(before, world.rows().await);
    for endpoint_id in &endpoints[3..5] {
        rest.delete(&format!("/v1/endpoints/{endpoint_id}"))
            .await
            .expect(202);
    }
    world.settle().await;
    assert_eq!(free_addresses(&rest, &subnet_id).await, 2);
    rest.create("/v1/endpoints", body.clone()).await;
    rest.create("/v1/endpoints", body).await;
    assert_eq!(free_addresses(&rest, &subnet_id).await, 0);
}

#[tokio::test]
async fn subnets_come_and_go() {
    let (world, publication, consumer) = scene().await;
    let [first, second] = &consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let rest = world.rest(CONSUMER);
    let body = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name});
    let bare = rest.create("/v1/endpoints", body).await;
    assert_eq!(
        (
            &bare["subnetIds"],
            &bare["networkInterfaceIds"],
            &bare["dnsEntries"]
        ),
        (&json!([]), &json!([]), &json!([]))
    );
    let endpoint_id = text(&bare["vpcEndpointId"]);
    let path = format!("/v1/endpoints/{endpoint_id}");
    let both = rest
        .patch(&path, json!({"subnetIds": [second, first]}))
        .await
        .expect(200);
    assert_eq!(
        both["subnetIds"],
        json!([first, second]),
        "in order of zone"
    );
    let names: Vec<String> = both["dnsEntries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| world.shown(&text(&entry["dnsName"])))
        .collect();
    insta::assert_snapshot!(names.join("\n"), @"
    vpce-1-[suffix].vpce-svc-1.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1a.vpce-svc-1.us-east-1.vpce.amazonaws.com
    vpce-1-[suffix]-us-east-1b.vpce-svc-1.us-east-1.vpce.amazonaws.com
    ");
    let kept = both["networkInterfaceIds"][1].clone();
    let ec2 = world.ec2(CONSUMER);
    let parameters = [
        ("VpcEndpointId", &*endpoint_id),
        ("RemoveSubnetId.1", first),
    ];
    ec2.ok("ModifyVpcEndpoint", &parameters).await;
    let one = rest.get(&path).await.expect(200);
    assert_eq!(one["networkInterfaceIds"], json!([kept]));
    assert!(addresses(&rest, first).await.is_empty());
    let parameters = [("VpcEndpointId", &*endpoint_id), ("AddSubnetId.1", first)];
    ec2.ok("ModifyVpcEndpoint", &parameters).await;
    let both_again = rest.get(&path).await.expect(200);
    assert_eq!(both_again["subnetIds"], both["subnetIds"]);
    assert_eq!(both_again["networkInterfaceIds"][1], kept);
    assert_ne!(
        both_again["networkInterfaceIds"][0],
        both["networkInterfaceIds"][0]
    );
}
