//! A database of the first version: what was in it is still there, in the form that it has now.

use serde_json::{Value, json};
use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;

use crate::support::query::Protocol;
use crate::support::world::{PROVIDER, World};

const FIRST: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/migrations/sqlite/0001_initial.sql"
);

/// A folder with a database of the first version.
async fn old_database() -> (TempDir, SqliteConnection) {
    let folder = tempfile::tempdir().expect("a folder");
    let migrations = folder.path().join("migrations");
    std::fs::create_dir(&migrations).expect("a folder");
    std::fs::copy(FIRST, migrations.join("0001_initial.sql")).expect("the first migration");
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("privlink.db"))
        .create_if_missing(true);
    let mut database = SqliteConnection::connect_with(&options)
        .await
        .expect("a database");
    let migrator = Migrator::new(migrations).await.expect("one migration");
    migrator.run(&mut database).await.expect("a schema");
    (folder, database)
}

async fn insert(database: &mut SqliteConnection, table: &'static str, id: &str, mut body: Value) {
    body["scope"] = json!({"account": PROVIDER, "region": "us-east-1"});
    let sql = match table {
        "vpc" => "INSERT INTO vpc (id, version, body) VALUES ($1, 1, $2)",
        "load_balancer" => "INSERT INTO load_balancer (id, version, body) VALUES ($1, 2, $2)",
        "target_group" => "INSERT INTO target_group (id, version, body) VALUES ($1, 1, $2)",
        "listener" => "INSERT INTO listener (id, version, body) VALUES ($1, 3, $2)",
        "endpoint_service" => "INSERT INTO endpoint_service (id, version, body) VALUES ($1, 4, $2)",
        "endpoint" => "INSERT INTO endpoint (id, version, body) VALUES ($1, 5, $2)",
        other => panic!("no table {other}"),
    };
    sqlx::query(sql)
        .bind(id)
        .bind(body.to_string())
        .execute(database)
        .await
        .expect("a row");
}

#[tokio::test]
async fn load_balancers_and_listeners() {
    let (folder, mut database) = old_database().await;
    let prefix = format!("arn:aws:elasticloadbalancing:us-east-1:{PROVIDER}");
    let balancer = format!("{prefix}:loadbalancer/net/orders/0123456789abcdef");
    let group = format!("{prefix}:targetgroup/orders/0123456789abcdef");
    let listener = format!("{prefix}:listener/net/orders/0123456789abcdef/fedcba9876543210");
    let vpc_id = "vpc-0123456789abcdef0";
    let vpc = json!({"cidrBlock": "10.0.0.0/16"});
    insert(&mut database, "vpc", vpc_id, vpc).await;
    let document = json!({
        "arn": balancer, "name": "orders", "scheme": "internal", "vpcId": vpc_id, "zones": [], "securityGroups": [],
        "enforcesPrivateLinkRules": true, "attributes": {}, "tags": [], "createdAt": 0,
        "dnsName": "orders-0123456789abcdef.elb.us-east-1.amazonaws.com",
    });
    insert(&mut database, "load_balancer", &balancer, document).await;
    let document = json!({"name": "orders", "vpcId": vpc_id});
    insert(&mut database, "target_group", &group, document).await;
    let document = json!({
        "arn": listener, "loadBalancerArn": balancer, "port": 443, "protocol": "TCP_UDP", "targetGroupArn": group,
        "order": 1, "weight": null, "attributes": {}, "tags": [], "createdAt": 0,
    });
    insert(&mut database, "listener", &listener, document).await;
    let weighted = listener.replace("fedcba9876543210", "fedcba9876543211");
    let document = json!({
        "arn": weighted, "loadBalancerArn": balancer, "port": 444, "protocol": "TCP_UDP", "targetGroupArn": group,
        "order": null, "weight": 7, "attributes": {}, "tags": [], "createdAt": 0,
    });
    insert(&mut database, "listener", &weighted, document).await;
    database.close().await.expect("the database closes");

    let world = World::on(folder).await;
    let elb = world.query(PROVIDER, &Protocol::ELB);
    let found = elb.ok("DescribeLoadBalancers", &[]).await;
    assert_eq!(found.one("Type"), "network");
    assert_eq!(found.one("IpAddressType"), "ipv4");
    let parameters = [("ListenerArns.member.1", &*listener)];
    let found = elb.ok("DescribeListeners", &parameters).await;
    assert_eq!(found.one("Port"), "443");
    assert_eq!(found.one("Protocol"), "TCP_UDP");
    assert_eq!(found.one("TargetGroupArn"), group);
    assert!(found.all("ForwardConfig").is_empty());
    let parameters = [("ListenerArn", &*listener)];
    let rules = elb.ok("DescribeRules", &parameters).await;
    assert_eq!(rules.all("Priority"), ["default"]);
    assert_eq!(rules.one("TargetGroupArn"), group);
    let parameters = [("ListenerArns.member.1", &*weighted)];
    let found = elb.ok("DescribeListeners", &parameters).await;
    assert_eq!(found.one("Weight"), "7");
    assert_eq!(found.all("TargetGroupArn").len(), 2);
    let parameters = [("LoadBalancerArn", &*balancer)];
    elb.ok("DeleteLoadBalancer", &parameters).await;
}

#[tokio::test]
async fn endpoints_and_services() {
    let (folder, mut database) = old_database().await;
    let (vpc_id, service_id) = ("vpc-0123456789abcdef0", "vpce-svc-0123456789abcdef0");
    let endpoint_id = "vpce-0123456789abcdef0";
    let balancer = format!(
        "arn:aws:elasticloadbalancing:us-east-1:{PROVIDER}:loadbalancer/net/orders/0123456789abcdef"
    );
    let vpc = json!({"cidrBlock": "10.0.0.0/16"});
    insert(&mut database, "vpc", vpc_id, vpc).await;
    let document = json!({
        "id": service_id, "networkLoadBalancerArns": [balancer], "acceptanceRequired": true, "tags": [], "createdAt": 0,
        "zones": [{"name": "us-east-1a", "id": "use1-az1"}],
    });
    insert(&mut database, "endpoint_service", service_id, document).await;
    let document = json!({
        "id": endpoint_id, "connectionId": "vpce-con-0123456789abcdef0", "connection": {"state": "available"},
        "vpcId": vpc_id, "serviceName": format!("com.amazonaws.vpce.us-east-1.{service_id}"), "serviceId": service_id,
        "serviceScope": {"account": PROVIDER, "region": "us-east-1"}, "groups": [], "policyDocument": "{}",
        "dnsSuffix": "abcdefgh", "tags": [], "connectionTags": [], "createdAt": 0,
        "subnets": [{
            "subnetId": "subnet-0123456789abcdef0", "availabilityZone": "us-east-1a",
            "networkInterfaceId": "eni-0123456789abcdef0",
        }],
    });
    insert(&mut database, "endpoint", endpoint_id, document).await;
    database.close().await.expect("the database closes");

    let world = World::on(folder).await;
    let rest = world.rest(PROVIDER);
    let service = rest
        .get(&format!("/v1/endpoint-services/{service_id}"))
        .await;
    let service = service.expect(200);
    assert_eq!(service["serviceType"], "Interface");
    assert_eq!(service["networkLoadBalancerArns"], json!([balancer]));
    assert_eq!(service["supportedIpAddressTypes"], json!(["ipv4"]));
    assert_eq!(service["supportedRegions"], json!(["us-east-1"]));
    let endpoint = rest.get(&format!("/v1/endpoints/{endpoint_id}")).await;
    assert_eq!(endpoint.header("etag"), "\"5\"");
    let endpoint = endpoint.expect(200);
    assert_eq!(endpoint["vpcEndpointType"], "Interface");
    assert_eq!(endpoint["ipAddressType"], "ipv4");
    assert_eq!(endpoint["dnsOptions"]["dnsRecordIpType"], "ipv4");
    assert_eq!(endpoint["privateDnsEnabled"], false);
    let names = endpoint["dnsEntries"].as_array().expect("names");
    let names: Vec<&str> = names
        .iter()
        .filter_map(|entry| entry["dnsName"].as_str())
        .collect();
    let tail = format!("{service_id}.us-east-1.vpce.amazonaws.com");
    assert_eq!(
        names,
        [
            format!("{endpoint_id}-abcdefgh.{tail}"),
            format!("{endpoint_id}-abcdefgh-us-east-1a.{tail}")
        ]
    );
}
