//! Lists of endpoints, filtered.

use serde_json::json;

use super::scene;
use crate::support::world::{CONSUMER, text};

#[tokio::test]
async fn consumers_filter_their_endpoints() {
    let (world, publication, consumer) = scene().await;
    let rest = world.rest(CONSUMER);
    let first = world.connect(&publication, &consumer).await;
    let other = world.network(CONSUMER, &[]).await;
    let body = json!({
        "vpcId": other.vpc_id,
        "serviceName": publication.service_name,
        "tags": [{"key": "Team", "value": "network"}, {"key": "Cost", "value": "a,b*"}],
    });
    let second = text(&rest.create("/v1/endpoints", body).await["vpcEndpointId"]);
    rest.delete(&format!("/v1/endpoints/{first}"))
        .await
        .expect(202);
    world.settle().await;
    let first = world.connect(&publication, &consumer).await;
    let cases = [
        ("vpc-id", other.vpc_id.clone(), vec![&second]),
        (
            "vpc-id",
            format!("{},{}", consumer.vpc_id, other.vpc_id),
            vec![&first, &second],
        ),
        (
            "vpc-endpoint-id",
            format!("{}*", &first[..12]),
            vec![&first],
        ),
        (
            "vpc-endpoint-state",
            "pendingAcceptance".to_owned(),
            vec![&first, &second],
        ),
        ("vpc-endpoint-state", "available".to_owned(), vec![]),
        (
            "vpc-endpoint-type",
            "Interface".to_owned(),
            vec![&first, &second],
        ),
        (
            "service-name",
            publication.service_name.clone(),
            vec![&first, &second],
        ),
        (
            "service-region",
            "us-east-1".to_owned(),
            vec![&first, &second],
        ),
        ("ip-address-type", "ipv?".to_owned(), vec![&first, &second]),
        ("tag:Team", "net*".to_owned(), vec![&second]),
        ("tag:Team", "Net*".to_owned(), vec![]),
        ("tag:team", "net*".to_owned(), vec![]),
        ("tag-key", "Team".to_owned(), vec![&second]),
        ("tag:Cost", "a*\\*".to_owned(), vec![&second]),
    ];
    for (name, value, mut expected) in cases {
        expected.sort();
        let found = rest
            .items(&format!("/v1/endpoints?filter[{name}]={value}"))
            .await;
        let ids: Vec<&str> = found
            .iter()
            .filter_map(|item| item["vpcEndpointId"].as_str())
            .collect();
        assert_eq!(ids, expected, "filter[{name}]={value}");
    }
    let both = format!(
        "/v1/endpoints?filter[tag-key]=Team&filter[vpc-id]={}",
        consumer.vpc_id
    );
    assert!(rest.items(&both).await.is_empty(), "all filters must match");
}
