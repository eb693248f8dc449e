//! Pages: every list can be walked in parts, by the cursor of the list itself and no other.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::inventory::{Inventory, listener};
use crate::support::rest::{Rest, segment};
use crate::support::world::{CONSUMER, PROVIDER, World};

/// All items, `limit` at a time.
async fn walk(rest: &Rest<'_>, path: &str, limit: usize) -> Vec<Value> {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = format!("{path}{separator}limit={limit}{cursor}");
        let mut page = rest.get(&page).await.expect(200);
        let Value::Array(part) = page["items"].take() else {
            panic!("{path} has no items");
        };
        assert!(part.len() <= limit, "{path} has too many items on a page");
        items.extend(part);
        match page.get("nextCursor") {
            Some(next) => cursor = format!("&cursor={}", next.as_str().expect("a text")),
            None => return items,
        }
        assert!(
            items.len() % limit == 0,
            "{path}: only the last page is short"
        );
    }
}

/// Five more of everything that there can be more of.
async fn fill(world: &World, inventory: &Inventory) {
    let (provider, consumer) = (world.rest(PROVIDER), world.rest(CONSUMER));
    let vpc = &inventory.spare.vpc_id;
    let publication = &inventory.publication;
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let rules = format!("/v1/security-groups/{}/rules", inventory.group_id);
    let targets = format!(
        "/v1/target-groups/{}/targets",
        segment(&inventory.target_group_arn)
    );
    for number in 1..=5 {
        let name = format!("n{number}");
        consumer
            .create("/v1/vpcs", json!({"cidrBlock": "10.1.0.0/16"}))
            .await;
        let body = json!({"vpcId": vpc, "cidrBlock": format!("10.0.{}.0/24", 20 + number)});
        consumer.create("/v1/subnets", body).await;
        let body = json!({"vpcId": vpc, "groupName": name, "description": name});
        consumer.create("/v1/security-groups", body).await;
        let body = json!({"isEgress": true, "ipProtocol": "tcp", "fromPort": number, "toPort": number, "cidrIpv4": "10.0.0.0/8"});
        consumer.create(&rules, body).await;
        consumer
            .create("/v1/route-tables", json!({"vpcId": vpc}))
            .await;
        let subnet_ids = &publication.network.subnet_ids;
        let load_balancer = world.load_balancer(PROVIDER, &name, subnet_ids).await;
        let body = json!({"name": name, "protocol": "TCP", "port": 80, "vpcId": publication.network.vpc_id});
        provider.create("/v1/target-groups", body).await;
        provider
            .create(
                &targets,
                json!({"id": format!("10.0.0.1{number}"), "port": 80}),
            )
            .await;
        let body = listener(
            &inventory.load_balancer_arn,
            &inventory.target_group_arn,
            8000 + number,
        );
        provider.create("/v1/listeners", body).await;
        let body = json!({"networkLoadBalancerArns": [load_balancer]});
        let created = provider.create("/v1/endpoint-services", body).await;
        let id = created["serviceId"].as_str().expect("an id");
        provider
            .create(
                &format!("/v1/endpoint-services/{id}/permissions"),
                json!({"principal": "*"}),
            )
            .await;
        let body = json!({"principal": format!("arn:aws:iam::{CONSUMER}:role/{name}")});
        provider
            .create(&format!("{service}/permissions"), body)
            .await;
        let body = json!({"vpcId": vpc, "serviceName": publication.service_name});
        consumer.create("/v1/endpoints", body).await;
        let topic = format!("arn:aws:sns:us-east-1:{PROVIDER}:{name}");
        let body = json!({"topicArn": topic, "subscribers": []});
        let put = provider.request(Method::PUT, "/v1/topics").json(&body);
        provider.send(put).await.expect(201);
        let body = json!({"connectionNotificationArn": topic, "connectionEvents": ["Accept"]});
        provider
            .create(&format!("{service}/notifications"), body)
            .await;
    }
}

fn lists(inventory: &Inventory) -> Vec<(&'static str, String)> {
    let service = format!("/v1/endpoint-services/{}", inventory.publication.service_id);
    let targets = format!(
        "/v1/target-groups/{}/targets",
        segment(&inventory.target_group_arn)
    );
    vec![
        (CONSUMER, "/v1/vpcs".to_owned()),
        (CONSUMER, "/v1/subnets".to_owned()),
        (CONSUMER, "/v1/security-groups".to_owned()),
        (
            CONSUMER,
            format!("/v1/security-groups/{}/rules", inventory.group_id),
        ),
        (CONSUMER, "/v1/route-tables".to_owned()),
        (PROVIDER, "/v1/network-interfaces".to_owned()),
        (PROVIDER, "/v1/load-balancers".to_owned()),
        (PROVIDER, "/v1/target-groups".to_owned()),
        (PROVIDER, targets),
        (PROVIDER, "/v1/listeners".to_owned()),
        (PROVIDER, "/v1/listener-rules".to_owned()),
        (PROVIDER, "/v1/ssl-policies".to_owned()),
        (PROVIDER, "/v1/endpoint-services".to_owned()),
        (PROVIDER, format!("{service}/permissions")),
        (PROVIDER, format!("{service}/connections")),
        (PROVIDER, format!("{service}/notifications")),
        (PROVIDER, "/v1/topics".to_owned()),
        (CONSUMER, "/v1/endpoints".to_owned()),
        (CONSUMER, "/v1/available-services".to_owned()),
        (CONSUMER, "/v1/events".to_owned()),
    ]
}

#[tokio::test]
async fn every_list_can_be_walked() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    fill(&world, &inventory).await;
    world.settle().await;
    let mut cursors: Vec<(String, String)> = Vec::new();
    for (account, path) in lists(&inventory) {
        let rest = world.rest(account);
        let all = rest.items(&path).await;
        assert!(all.len() >= 6, "{path} has {} items", all.len());
        for limit in [1, 3, all.len(), all.len() + 1] {
            assert_eq!(walk(&rest, &path, limit).await, all, "{path} by {limit}");
        }
        let page = rest.get(&format!("{path}?limit=1")).await.expect(200);
        let cursor = page["nextCursor"]
            .as_str()
            .expect("there is more")
            .to_owned();
        for (other, foreign) in &cursors {
            let reply = rest.get(&format!("{path}?cursor={foreign}")).await;
            assert_eq!(
                (reply.status, &reply.body["code"]),
                (400, &json!("InvalidNextToken")),
                "{path} with the cursor of {other}"
            );
        }
        cursors.push((path, cursor));
    }
}

/// A cursor belongs to its filters, its account and its region; how many items a page has may change on the way.
#[tokio::test]
async fn cursors_belong_to_their_list() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    for value in ["a", "b", "a", "b"] {
        let body = json!({"cidrBlock": "10.0.0.0/16", "tags": [{"key": "k", "value": value}]});
        rest.create("/v1/vpcs", body).await;
    }
    let all = rest.items("/v1/vpcs").await;
    let page = rest
        .get("/v1/vpcs?filter[tag:k]=a,b&filter[tag-key]=k&limit=1")
        .await;
    let cursor = page.expect(200)["nextCursor"]
        .as_str()
        .expect("there is more")
        .to_owned();
    let list = format!("/v1/vpcs?cursor={cursor}");
    let filters = "&filter[tag-key]=k&filter[tag:k]=b,a";
    let rest_of_it = rest
        .get(&format!("{list}{filters}&limit=1000"))
        .await
        .expect(200);
    assert_eq!(rest_of_it["items"].as_array().expect("items"), &all[1..]);
    for (client, query) in [
        (rest, ""),
        (rest, "&filter[tag:k]=a,b"),
        (rest, "&filter[tag-key]=k&filter[tag:k]=a"),
        (world.rest(PROVIDER), filters),
        (rest.region("eu-west-1"), filters),
    ] {
        let reply = client.get(&format!("{list}{query}")).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(reply.refusal(), @"400 InvalidNextToken (cursor): The token is not valid for this list");
        }
    }
}

/// What is deleted before its page comes is left out, and what is created in between does not disturb.
#[tokio::test]
async fn walks_survive_changes() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    for _ in 0..6 {
        rest.create("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"}))
            .await;
    }
    let all = rest.items("/v1/vpcs").await;
    let page = rest.get("/v1/vpcs?limit=2").await.expect(200);
    let cursor = page["nextCursor"]
        .as_str()
        .expect("there is more")
        .to_owned();
    for vpc in [&all[1], &all[2]] {
        let id = vpc["vpcId"].as_str().expect("an id");
        rest.delete(&format!("/v1/vpcs/{id}")).await.expect(204);
    }
    let next = rest
        .get(&format!("/v1/vpcs?limit=1000&cursor={cursor}"))
        .await;
    assert_eq!(
        next.expect(200)["items"].as_array().expect("items"),
        &all[3..]
    );
}

/// Over EC2 it is `MaxResults` and `NextToken`, over ELBv2 `PageSize` and `Marker`.
#[tokio::test]
async fn in_the_words_of_aws() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    fill(&world, &inventory).await;
    let service = ("ServiceId", &*inventory.publication.service_id);
    for (account, action, id, own) in [
        (CONSUMER, "DescribeVpcs", "vpcId", None),
        (CONSUMER, "DescribeSubnets", "subnetId", None),
        (CONSUMER, "DescribeRouteTables", "routeTableId", None),
        (
            PROVIDER,
            "DescribeNetworkInterfaces",
            "networkInterfaceId",
            None,
        ),
        (CONSUMER, "DescribeVpcEndpoints", "vpcEndpointId", None),
        (
            PROVIDER,
            "DescribeVpcEndpointConnections",
            "vpcEndpointId",
            None,
        ),
        (
            PROVIDER,
            "DescribeVpcEndpointServiceConfigurations",
            "serviceId",
            None,
        ),
        (
            PROVIDER,
            "DescribeVpcEndpointConnectionNotifications",
            "connectionNotificationId",
            None,
        ),
        (CONSUMER, "DescribeVpcEndpointServices", "serviceId", None),
        (
            PROVIDER,
            "DescribeVpcEndpointServicePermissions",
            "servicePermissionId",
            Some(service),
        ),
    ] {
        let ec2 = world.ec2(account);
        let own = Vec::from_iter(own);
        let all = ec2.ok(action, &own).await.all(id);
        let first = [&own[..], &[("MaxResults", "5")]].concat();
        let first = ec2.ok(action, &first).await;
        assert!(
            first.all(id).len() >= 5 && first.all(id).len() < all.len(),
            "{action}"
        );
        let token = first.one("nextToken");
        let second = [&own[..], &[("MaxResults", "1001"), ("NextToken", &token)]].concat();
        let second = ec2.ok(action, &second).await;
        assert_eq!([first.all(id), second.all(id)].concat(), all, "{action}");
        assert!(second.all("nextToken").is_empty(), "{action}");
    }
    let elb = world.elb(PROVIDER);
    for (action, id) in [
        ("DescribeLoadBalancers", "LoadBalancerName"),
        ("DescribeTargetGroups", "TargetGroupName"),
    ] {
        let all = elb.ok(action, &[]).await.all(id);
        let first = elb.ok(action, &[("PageSize", "4")]).await;
        let marker = first.one("NextMarker");
        let second = elb.ok(action, &[("Marker", &marker)]).await;
        assert_eq!([first.all(id), second.all(id)].concat(), all, "{action}");
    }
}
