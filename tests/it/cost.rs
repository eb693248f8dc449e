//! What endpoints cost: the ledger of hours, from a zone's beginning to its end, and the bill made of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::rest::Rest;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

async fn advance(world: &World, duration: &str) {
    let body = json!({"advance": duration});
    world
        .rest(CONSUMER)
        .post("/_privlink/clock", body)
        .await
        .expect(200);
}

async fn costs(rest: Rest<'_>, query: &str) -> Value {
    rest.get(&format!("/v1/costs{query}")).await.expect(200)
}

/// The hours of an endpoint's zones, the sum of a bill.
fn line(bill: &Value) -> String {
    let items = bill["items"].as_array().expect("items");
    let mut parts: Vec<String> = items
        .iter()
        .flat_map(|item| item["zones"].as_array().expect("zones"))
        .map(|zone| format!("{} {}", text(&zone["availabilityZone"]), zone["hours"]))
        .collect();
    parts.push(format!("= {}", text(&bill["amount"])));
    parts.join(", ")
}

#[tokio::test]
async fn a_whole_bill() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint = world.connect(&publication, &consumer).await;
    advance(&world, "90m").await;
    let bill = costs(world.rest(CONSUMER), "").await;
    insta::assert_snapshot!(world.shown(&format!("{bill:#}")), @r#"
    {
      "amount": "0.04",
      "currency": "USD",
      "data": [
        {
          "amount": "0.00",
          "processedBytes": 0,
          "tiers": [
            {
              "pricePerGigabyte": "0.01",
              "upToGigabytes": 1048576
            },
            {
              "pricePerGigabyte": "0.006",
              "upToGigabytes": 5242880
            },
            {
              "pricePerGigabyte": "0.004"
            }
          ],
          "vpcEndpointRegion": "us-east-1",
          "vpcEndpointType": "Interface"
        }
      ],
      "from": "2026-11-01T00:00:00.000Z",
      "items": [
        {
          "amount": "0.04",
          "hourlyPrice": "0.01",
          "hourlyPriceConfirmed": true,
          "hours": 4,
          "serviceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
          "vpcEndpointId": "vpce-1",
          "vpcEndpointOwner": "222222222222",
          "vpcEndpointRegion": "us-east-1",
          "vpcEndpointType": "Interface",
          "zones": [
            {
              "availabilityZone": "us-east-1a",
              "hours": 2
            },
            {
              "availabilityZone": "us-east-1b",
              "hours": 2
            }
          ]
        }
      ],
      "payerId": "222222222222",
      "to": "2026-12-01T00:00:00.000Z",
      "totals": [
        {
          "amount": "0.04",
          "hours": 4,
          "vpcEndpointOwner": "222222222222"
        }
      ]
    }
    "#);
    let stranger = costs(world.rest(PROVIDER), "?month=2026-11").await;
    insta::assert_snapshot!(world.shown(&format!("{stranger:#}")), @r#"
    {
      "amount": "0.00",
      "currency": "USD",
      "data": [],
      "from": "2026-11-01T00:00:00.000Z",
      "items": [],
      "payerId": "111111111111",
      "to": "2026-12-01T00:00:00.000Z",
      "totals": []
    }
    "#);
    assert_eq!(text(&bill["items"][0]["vpcEndpointId"]), endpoint);
}

#[tokio::test]
async fn zones_come_and_go_and_begun_hours_are_whole_ones() {
    let world = World::slow().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let mut story = Vec::new();
    let mut tell =
        async |what: &str| story.push(format!("{what}: {}", line(&costs(rest, "").await)));
    let endpoint = world.connect(&publication, &consumer).await;
    let path = format!("/v1/endpoints/{endpoint}");
    let subnets = |ids: &[String]| json!({"subnetIds": ids});
    tell("in the moment of its creation").await;
    advance(&world, "61m").await;
    tell("after an hour another one begins, accepted or not").await;
    let accept = format!(
        "/v1/endpoint-services/{}/connections/{endpoint}/accept",
        publication.service_id
    );
    world
        .rest(PROVIDER)
        .post(&accept, json!({}))
        .await
        .expect(200);
    advance(&world, "30m").await;
    rest.patch(&path, subnets(&consumer.subnet_ids[..1]))
        .await
        .expect(200);
    advance(&world, "10h").await;
    tell("one zone was removed after an hour and a half").await;
    rest.patch(&path, subnets(&consumer.subnet_ids))
        .await
        .expect(200);
    tell("and added again, which begins a new hour").await;
    rest.delete(&path).await.expect(202);
    advance(&world, "10d").await;
    assert_eq!(world.state(&endpoint).await, "gone");
    tell("deleted, and gone").await;
    insta::assert_snapshot!(story.join("\n"), @"
    in the moment of its creation: us-east-1a 1, us-east-1b 1, = 0.02
    after an hour another one begins, accepted or not: us-east-1a 2, us-east-1b 2, = 0.04
    one zone was removed after an hour and a half: us-east-1a 12, us-east-1b 2, = 0.14
    and added again, which begins a new hour: us-east-1a 12, us-east-1b 3, = 0.15
    deleted, and gone: = 0.00
    ");
}

#[tokio::test]
async fn a_rejected_connection_costs_until_its_service_is_gone() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let endpoint = world.connect(&publication, &consumer).await;
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let provider = world.rest(PROVIDER);
    let reject = format!("{service}/connections/{endpoint}/reject");
    provider.post(&reject, json!({})).await.expect(200);
    advance(&world, "5h").await;
    let rejected = line(&costs(rest, "").await);
    provider.delete(&service).await.expect(204);
    advance(&world, "2d").await;
    assert_eq!(world.state(&endpoint).await, "rejected");
    let gone = line(&costs(rest, "").await);
    rest.delete(&format!("/v1/endpoints/{endpoint}"))
        .await
        .expect(202);
    let deleted = line(&costs(rest, "").await);
    assert_eq!(
        [rejected, gone, deleted],
        [
            "us-east-1a 5, us-east-1b 5, = 0.10",
            "us-east-1a 5, us-east-1b 5, = 0.10",
            "us-east-1a 5, us-east-1b 5, = 0.10"
        ]
    );
}

#[tokio::test]
async fn the_provider_pays_from_when_on_it_says_so() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let first = world.connect(&publication, &consumer).await;
    advance(&world, "90m").await;
    let (provider, rest) = (world.rest(PROVIDER), world.rest(CONSUMER));
    let path = format!(
        "/v1/endpoint-services/{}/payer-responsibility",
        publication.service_id
    );
    let body = json!({"payerResponsibility": "ServiceOwner"});
    let request = provider.request(Method::PUT, &path).json(&body);
    provider.send(request).await.expect(200);
    world.connect(&publication, &consumer).await;
    advance(&world, "90m").await;
    rest.delete(&format!("/v1/endpoints/{first}"))
        .await
        .expect(202);
    advance(&world, "3h").await;
    let bill = costs(provider, "").await;
    assert_eq!(
        bill["totals"],
        json!([{"vpcEndpointOwner": CONSUMER, "hours": 12, "amount": "0.12"}])
    );
    assert_eq!(
        line(&costs(rest, "").await),
        "us-east-1a 2, us-east-1b 2, = 0.04"
    );
}

#[tokio::test]
async fn gateway_endpoints_and_those_without_subnets_are_free() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let rest = world.rest(CONSUMER);
    let gateway = json!({"vpcId": consumer.vpc_id, "serviceName": "com.amazonaws.us-east-1.s3", "vpcEndpointType": "Gateway"});
    rest.create("/v1/endpoints", gateway).await;
    let nowhere = json!({"vpcId": consumer.vpc_id, "serviceName": publication.service_name});
    rest.create("/v1/endpoints", nowhere).await;
    advance(&world, "10d").await;
    assert_eq!(line(&costs(rest, "").await), "= 0.00");
    let aws = json!({
        "vpcId": consumer.vpc_id, "serviceName": "com.amazonaws.us-east-1.monitoring",
        "subnetIds": consumer.subnet_ids[..1], "privateDnsEnabled": false,
    });
    rest.create("/v1/endpoints", aws).await;
    assert_eq!(line(&costs(rest, "").await), "us-east-1a 1, = 0.01");
}

#[tokio::test]
async fn months_periods_filters_and_pages() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    for _ in 0..3 {
        world.connect(&publication, &consumer).await;
    }
    let rest = world.rest(CONSUMER);
    // From 2026-11-22T10:00 the month has 206 hours left, and December 744.
    advance(&world, "70d").await;
    let mut story = Vec::new();
    for query in [
        "",
        "?month=2026-10",
        "?month=2026-11",
        "?month=2026-12",
        "?month=2027-01",
        "?month=2027-02",
        "?from=2026-11-22&to=2026-11-23",
        "?from=2026-11-22T10:00:01Z&to=2026-11-22T12:00:01Z",
        "?month=2026-11&filter[vpc-endpoint-owner]=222222222222&filter[vpc-endpoint-type]=Interface",
        "?month=2026-11&filter[vpc-endpoint-region]=eu-west-1",
    ] {
        let bill = costs(rest, query).await;
        let (totals, items) = (&bill["totals"][0]["hours"], bill["items"].as_array());
        story.push(format!(
            "{query:<50} {} to {}: {} endpoints, {totals} hours, {}",
            &text(&bill["from"])[..10],
            &text(&bill["to"])[..10],
            items.map_or(0, Vec::len),
            text(&bill["amount"])
        ));
    }
    insta::assert_snapshot!(story.join("\n"), @"
                                                       2027-01-01 to 2027-02-01: 3 endpoints, 4380 hours, 43.80
    ?month=2026-10                                     2026-10-01 to 2026-11-01: 0 endpoints, null hours, 0.00
    ?month=2026-11                                     2026-11-01 to 2026-12-01: 3 endpoints, 1236 hours, 12.36
    ?month=2026-12                                     2026-12-01 to 2027-01-01: 3 endpoints, 4464 hours, 44.64
    ?month=2027-01                                     2027-01-01 to 2027-02-01: 3 endpoints, 4380 hours, 43.80
    ?month=2027-02                                     2027-02-01 to 2027-03-01: 0 endpoints, null hours, 0.00
    ?from=2026-11-22&to=2026-11-23                     2026-11-22 to 2026-11-23: 3 endpoints, 84 hours, 0.84
    ?from=2026-11-22T10:00:01Z&to=2026-11-22T12:00:01Z 2026-11-22 to 2026-11-22: 3 endpoints, 12 hours, 0.12
    ?month=2026-11&filter[vpc-endpoint-owner]=222222222222&filter[vpc-endpoint-type]=Interface 2026-11-01 to 2026-12-01: 3 endpoints, 1236 hours, 12.36
    ?month=2026-11&filter[vpc-endpoint-region]=eu-west-1 2026-11-01 to 2026-12-01: 0 endpoints, null hours, 0.00
    ");

    let mut first = costs(rest, "?month=2026-11&limit=2").await;
    let cursor = text(&first["nextCursor"].take());
    let last = costs(rest, &format!("?month=2026-11&limit=2&cursor={cursor}")).await;
    let count = |bill: &Value| bill["items"].as_array().map(Vec::len);
    assert_eq!((count(&first), count(&last)), (Some(2), Some(1)));
    assert_eq!(
        (&first["totals"], &first["amount"]),
        (&last["totals"], &last["amount"])
    );
    let mut refusals = Vec::new();
    for query in [
        format!("?month=2026-12&limit=2&cursor={cursor}"),
        "?month=november".to_owned(),
        "?month=2026-11&to=2026-12-01".to_owned(),
        "?from=2027-03-01".to_owned(),
        "?to=soon".to_owned(),
        "?month=2026-11&month=2026-12".to_owned(),
        "?year=2026".to_owned(),
        "?filter[state]=available".to_owned(),
    ] {
        let path = format!("/v1/costs{query}");
        refusals.push(rest.get(&path).await.refusal());
    }
    insta::assert_snapshot!(refusals.join("\n"), @"
    400 InvalidNextToken (cursor): The token is not valid for this list
    400 InvalidParameterValue (month): 'november' is not a month: expected one such as 2026-11
    400 InvalidParameterCombination (month): month goes with neither from nor to
    400 InvalidParameterValue (from): from (2027-03-01T00:00:00.000Z) is not before to (2027-02-01T00:00:00.000Z)
    400 InvalidParameterValue (to): 'soon' is not a time: expected one such as 2026-11-22T10:00:00Z, or a date
    400 InvalidParameterValue (month): The query parameter month is given more than once
    400 UnknownParameter (year): The query parameter year is not known
    400 InvalidFilter (filter): The filter 'state' is invalid
    ");
}

#[tokio::test]
async fn each_region_has_its_price_and_the_bill_has_them_all() {
    let world = World::start().await;
    let rest = world.rest(PROVIDER);
    for region in ["ap-northeast-1", "us-east-1"] {
        own_endpoint(rest.region(region), region).await;
    }
    advance(&world, "719h").await;
    let period = "?from=2026-11-01&to=2027-01-01";
    let bill = costs(rest, period).await;
    let mut lines: Vec<String> = bill["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| {
            format!(
                "{} {} h at {} = {}",
                text(&item["vpcEndpointRegion"]),
                item["hours"],
                text(&item["hourlyPrice"]),
                text(&item["amount"])
            )
        })
        .collect();
    lines.sort();
    lines.push(text(&bill["amount"]));
    insta::assert_snapshot!(lines.join("\n"), @"
    ap-northeast-1 719 h at 0.014 = 10.066
    us-east-1 719 h at 0.01 = 7.19
    17.256
    ");
    assert_eq!(bill, costs(rest.region("eu-west-1"), period).await);
}

/// An endpoint to a service of the account's own, in one zone of the region.
async fn own_endpoint(rest: Rest<'_>, region: &str) {
    let vpc = json!({"cidrBlock": "10.0.0.0/16"});
    let vpc_id = rest.make("/v1/vpcs", "vpcId", vpc).await;
    let subnet = json!({"vpcId": vpc_id, "cidrBlock": "10.0.0.0/24", "availabilityZone": format!("{region}a")});
    let subnet_id = rest.make("/v1/subnets", "subnetId", subnet).await;
    let balancer =
        json!({"name": "own", "type": "network", "scheme": "internal", "subnets": [subnet_id]});
    let arn = rest
        .make("/v1/load-balancers", "loadBalancerArn", balancer)
        .await;
    let service = json!({"networkLoadBalancerArns": [arn]});
    let name = rest
        .make("/v1/endpoint-services", "serviceName", service)
        .await;
    let endpoint = json!({"vpcId": vpc_id, "serviceName": name, "subnetIds": [subnet_id]});
    rest.create("/v1/endpoints", endpoint).await;
}

#[tokio::test]
async fn another_subnet_in_the_zone_goes_on_with_its_hours() {
    let world = World::start().await;
    let publication = world.publish().await;
    let consumer = world.consume().await;
    let endpoint = world.connect(&publication, &consumer).await;
    world.settle().await;
    let rest = world.rest(CONSUMER);
    let body = json!({
        "vpcId": consumer.vpc_id, "cidrBlock": "10.0.99.0/24", "availabilityZone": "us-east-1a",
    });
    let other = rest.make("/v1/subnets", "subnetId", body).await;
    let path = format!("/v1/endpoints/{endpoint}");
    let before = line(&costs(rest, "").await);
    let subnets = json!({"subnetIds": [other, consumer.subnet_ids[1]]});
    rest.patch(&path, subnets).await.expect(200);
    assert_eq!(line(&costs(rest, "").await), before);
}
