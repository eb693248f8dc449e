//! `Idempotency-Key`: the same request with the same key is carried out once.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::front::rule;
use crate::support::inventory::{Inventory, listener};
use crate::support::rest::{IDEMPOTENCY_KEY, Reply, Rest, segment};
use crate::support::world::{CONSUMER, PROVIDER, World};

async fn post(rest: &Rest<'_>, path: &str, key: &str, body: &Value) -> Reply {
    let request = rest.request(Method::POST, path).json(body);
    rest.send(request.header(IDEMPOTENCY_KEY, key)).await
}

/// A POST that creates: who, where, with what, and with what else.
type Post = (&'static str, String, Value, Value);

/// Those of networks.
fn network_posts(inventory: &Inventory) -> Vec<Post> {
    let (vpc, consumer) = (&inventory.spare.vpc_id, &inventory.consumer);
    let subnet = |cidr: &str| json!({"vpcId": vpc, "cidrBlock": cidr});
    let group = |name: &str| json!({"vpcId": vpc, "groupName": name, "description": name});
    let rule = |port: u16| json!({"isEgress": true, "ipProtocol": "tcp", "fromPort": port, "toPort": port, "cidrIpv4": "10.0.0.0/8"});
    let bodies = [
        (
            "/v1/vpcs".to_owned(),
            json!({"cidrBlock": "10.8.0.0/16"}),
            json!({"cidrBlock": "10.9.0.0/16"}),
        ),
        (
            "/v1/subnets".to_owned(),
            subnet("10.0.8.0/24"),
            subnet("10.0.9.0/24"),
        ),
        ("/v1/security-groups".to_owned(), group("a"), group("b")),
        (
            format!("/v1/security-groups/{}/rules", inventory.group_id),
            rule(80),
            rule(81),
        ),
        (
            "/v1/route-tables".to_owned(),
            json!({"vpcId": vpc}),
            json!({"vpcId": consumer.vpc_id}),
        ),
        (
            format!("/v1/route-tables/{}/associations", inventory.route_table_id),
            json!({"subnetId": consumer.subnet_ids[1]}),
            json!({"subnetId": consumer.subnet_ids[0]}),
        ),
        (
            format!("/v1/route-tables/{}/routes", inventory.route_table_id),
            json!({"destinationCidrBlock": "10.7.0.0/16", "vpcEndpointId": inventory.route_target_id}),
            json!({"destinationCidrBlock": "10.6.0.0/16", "vpcEndpointId": inventory.route_target_id}),
        ),
    ];
    bodies
        .map(|(path, body, other)| (CONSUMER, path, body, other))
        .into()
}

/// Those of services and what is behind them, and of endpoints.
fn service_posts(inventory: &Inventory) -> Vec<Post> {
    let (publication, vpc) = (&inventory.publication, &inventory.spare.vpc_id);
    let network = &publication.network;
    let load_balancer = |name: &str| json!({"name": name, "subnets": network.subnet_ids});
    let target_group =
        |name: &str| json!({"name": name, "protocol": "TCP", "port": 80, "vpcId": network.vpc_id});
    let target = |address: &str| json!({"id": address, "port": 80});
    let (front, group) = (&inventory.load_balancer_arn, &inventory.target_group_arn);
    let service = |arn: &str| json!({"networkLoadBalancerArns": [arn]});
    let endpoint = |vpc: &str| json!({"vpcId": vpc, "serviceName": publication.service_name});
    let path = |path: &str| path.to_owned();
    let permissions = format!(
        "/v1/endpoint-services/{}/permissions",
        publication.service_id
    );
    let targets = format!("/v1/target-groups/{}/targets", segment(group));
    let bodies = [
        (
            path("/v1/load-balancers"),
            load_balancer("a"),
            load_balancer("b"),
        ),
        (
            path("/v1/target-groups"),
            target_group("a"),
            target_group("b"),
        ),
        (targets, target("10.0.0.8"), target("10.0.0.7")),
        (
            path("/v1/listeners"),
            listener(front, group, 80),
            listener(front, group, 81),
        ),
        (
            path("/v1/listener-rules"),
            rule(&inventory.own_listener.listener_arn, 5),
            rule(&inventory.own_listener.listener_arn, 6),
        ),
        (
            permissions,
            json!({"principal": "*"}),
            json!({"principal": CONSUMER}),
        ),
        (
            path("/v1/endpoint-services"),
            service(front),
            service(&publication.load_balancer_arn),
        ),
    ];
    let mut posts: Vec<Post> = bodies
        .map(|(path, body, other)| (PROVIDER, path, body, other))
        .into();
    let other = endpoint(&inventory.consumer.vpc_id);
    posts.push((CONSUMER, path("/v1/endpoints"), endpoint(vpc), other));
    let notification = |event: &str| json!({"connectionNotificationArn": inventory.topic_arn, "connectionEvents": [event, "Delete"]});
    let of_service = format!("/v1/endpoint-services/{}", publication.service_id);
    let of_endpoint = format!("/v1/endpoints/{}", inventory.endpoint_id);
    for (account, of) in [(PROVIDER, of_service), (CONSUMER, of_endpoint)] {
        let path = format!("{of}/notifications");
        posts.push((
            account,
            path,
            notification("Accept"),
            notification("Reject"),
        ));
    }
    posts
}

#[tokio::test]
async fn is_known_to_every_post_whose_location_shows_what_it_made() {
    let world = World::start().await;
    let inventory = Inventory::of(&world).await;
    let mut posts = network_posts(&inventory);
    posts.extend(service_posts(&inventory));
    for (account, path, body, other) in posts {
        let rest = world.rest(account);
        let first = post(&rest, &path, "key", &body).await;
        assert_eq!(first.status, 201, "{path}: {first}");
        // A target is shown in its group's list only.
        if !path.ends_with("/targets") {
            let read = rest.get(first.header("location")).await;
            assert_eq!(read.header("etag"), first.header("etag"), "{path}");
            assert_eq!(read.expect(200), first.body, "{path}");
        }
        let before = world.rows().await;
        let again = post(&rest, &path, "key", &body).await;
        assert_eq!(again.to_string(), first.to_string(), "{path}");
        let mismatch = post(&rest, &path, "key", &other).await;
        assert_eq!(
            (mismatch.status, &mismatch.body["code"]),
            (409, &json!("IdempotentParameterMismatch")),
            "{path}"
        );
        assert_eq!(before, world.rows().await, "{path}");
    }
}

#[tokio::test]
async fn is_of_one_account_region_and_operation_for_a_day() {
    let world = World::start().await;
    let rest = world.rest(CONSUMER);
    let body = json!({"cidrBlock": "10.0.0.0/16"});
    let create = async |rest: &Rest<'_>| {
        let reply = post(rest, "/v1/vpcs", "key", &body).await;
        reply.expect(201)["vpcId"].clone()
    };
    let first = create(&rest).await;
    assert_ne!(create(&world.rest(PROVIDER)).await, first);
    assert_ne!(create(&rest.region("eu-west-1")).await, first);
    let subnet = json!({"vpcId": first, "cidrBlock": "10.0.0.0/24"});
    post(&rest, "/v1/subnets", "key", &subnet).await.expect(201);
    world.pass(24 * 60 * 60 - 1).await;
    assert_eq!(create(&rest).await, first);
    world.pass(1).await;
    assert_ne!(create(&rest).await, first);
}

/// What was refused can be tried again with the same key; the order of lists does not matter.
#[tokio::test]
async fn is_only_kept_with_what_was_done() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let body = |subnet_ids: &Value| json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name, "subnetIds": subnet_ids});
    let missing = body(&json!(["subnet-0123456789abcdef0"]));
    assert_eq!(
        post(&rest, "/v1/endpoints", "key", &missing).await.status,
        404
    );
    let [first, second] = &consumer.subnet_ids[..] else {
        panic!("the consumer has two subnets");
    };
    let created = post(
        &rest,
        "/v1/endpoints",
        "key",
        &body(&json!([first, second])),
    )
    .await;
    assert_eq!(created.status, 201);
    let again = post(
        &rest,
        "/v1/endpoints",
        "key",
        &body(&json!([second, first])),
    )
    .await;
    assert_eq!(again.to_string(), created.to_string());
    assert_eq!(rest.items("/v1/endpoints").await.len(), 1);
}

/// A key in Query and a key in REST are the same key: both run the same operation.
#[tokio::test]
async fn is_shared_with_client_tokens() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let parameters = [
        ("VpcEndpointType", "Interface"),
        ("VpcId", &*consumer.vpc_id),
        ("ServiceName", &publication.service_name),
        ("ClientToken", "key"),
    ];
    let created = world
        .ec2(CONSUMER)
        .ok("CreateVpcEndpoint", &parameters)
        .await;
    let body = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name});
    let again = post(&world.rest(CONSUMER), "/v1/endpoints", "key", &body).await;
    assert_eq!(
        again.expect(201)["vpcEndpointId"],
        created.one("vpcEndpointId")
    );
}
