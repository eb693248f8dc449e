//! Private zones and VPCs of one account or of two: nothing happens between two accounts that both did not want.

use super::{private_zone, shown, zone};
use crate::support::world::{CONSUMER, PROVIDER, STRANGER, World};
use serde_json::json;

const REGION: (&str, &str) = ("VPC.VPCRegion", "us-east-1");

#[tokio::test]
async fn two_accounts_agree_before_a_vpc_resolves_anothers_zone() {
    let world = World::start().await;
    let own = world.network(PROVIDER, &[]).await.vpc_id;
    let others = world.network(CONSUMER, &[]).await.vpc_id;
    let id = private_zone(world.route53(PROVIDER), "shared.internal", &own).await;
    // The first to be numbered.
    world.shown(&others);
    let mut story = String::new();
    for (who, operation) in [
        (CONSUMER, "AssociateVPCWithHostedZone"),
        (PROVIDER, "AssociateVPCWithHostedZone"),
        (STRANGER, "AssociateVPCWithHostedZone"),
        (CONSUMER, "CreateVPCAssociationAuthorization"),
        (PROVIDER, "DeleteVPCAssociationAuthorization"),
        (PROVIDER, "CreateVPCAssociationAuthorization"),
        (PROVIDER, "AssociateVPCWithHostedZone"),
        (STRANGER, "AssociateVPCWithHostedZone"),
        (CONSUMER, "AssociateVPCWithHostedZone"),
        (CONSUMER, "AssociateVPCWithHostedZone"),
        (CONSUMER, "GetHostedZone"),
        (PROVIDER, "GetHostedZone"),
        (PROVIDER, "ListVPCAssociationAuthorizations"),
        (PROVIDER, "DeleteVPCAssociationAuthorization"),
        (STRANGER, "DisassociateVPCFromHostedZone"),
        (CONSUMER, "DisassociateVPCFromHostedZone"),
        (CONSUMER, "DisassociateVPCFromHostedZone"),
        (PROVIDER, "DisassociateVPCFromHostedZone"),
        (CONSUMER, "AssociateVPCWithHostedZone"),
    ] {
        let vpc = [("{Id}", id.as_str()), REGION, ("VPC.VPCId", &others)];
        let named = operation.starts_with("Get") || operation.starts_with("List");
        let parameters = if named { &vpc[..1] } else { &vpc[..] };
        let reply = world.route53(who).call(operation, parameters).await;
        let verdict = match reply.status {
            200 => {
                let mut vpcs: Vec<String> = reply
                    .all("VPCId")
                    .iter()
                    .map(|id| world.shown(id))
                    .collect();
                vpcs.sort();
                format!("200 {}", vpcs.join(" "))
            }
            _ => reply.refusal(),
        };
        story += &format!("{who} {operation}\n  {}\n", verdict.trim_end());
    }
    insta::assert_snapshot!(shown(&world, &story), @"
    222222222222 AssociateVPCWithHostedZone
      401 NotAuthorizedException: The VPC: vpc-1 has not authorized to associate with your hosted zone.
    111111111111 AssociateVPCWithHostedZone
      401 NotAuthorizedException: The VPC: vpc-1 has not authorized to associate with your hosted zone.
    333333333333 AssociateVPCWithHostedZone
      404 NoSuchHostedZone: No hosted zone found with ID: Z1
    222222222222 CreateVPCAssociationAuthorization
      404 NoSuchHostedZone: No hosted zone found with ID: Z1
    111111111111 DeleteVPCAssociationAuthorization
      404 VPCAssociationAuthorizationNotFound: The VPC vpc-1 is not authorized to be associated with the hosted zone Z1
    111111111111 CreateVPCAssociationAuthorization
      200 vpc-1
    111111111111 AssociateVPCWithHostedZone
      401 NotAuthorizedException: The VPC: vpc-1 has not authorized to associate with your hosted zone.
    333333333333 AssociateVPCWithHostedZone
      404 NoSuchHostedZone: No hosted zone found with ID: Z1
    222222222222 AssociateVPCWithHostedZone
      200
    222222222222 AssociateVPCWithHostedZone
      400 ConflictingDomainExists: The VPC vpc-1 in region us-east-1 has already been associated with the hosted zone Z1 with the same domain name.
    222222222222 GetHostedZone
      404 NoSuchHostedZone: No hosted zone found with ID: Z1
    111111111111 GetHostedZone
      200 vpc-1 vpc-2
    111111111111 ListVPCAssociationAuthorizations
      200 vpc-1
    111111111111 DeleteVPCAssociationAuthorization
      200
    333333333333 DisassociateVPCFromHostedZone
      404 NoSuchHostedZone: No hosted zone found with ID: Z1
    222222222222 DisassociateVPCFromHostedZone
      200
    222222222222 DisassociateVPCFromHostedZone
      404 NoSuchHostedZone: No hosted zone found with ID: Z1
    111111111111 DisassociateVPCFromHostedZone
      404 VPCAssociationNotFound: The VPC: vpc-1 is not associated with the hosted zone: Z1
    222222222222 AssociateVPCWithHostedZone
      401 NotAuthorizedException: The VPC: vpc-1 has not authorized to associate with your hosted zone.
    ");
}

#[tokio::test]
async fn a_vpc_shows_the_zones_that_it_resolves() {
    let world = World::start().await;
    let own = world.network(PROVIDER, &[]).await.vpc_id;
    let client = world.route53(PROVIDER);
    for name in ["c.internal", "a.internal", "b.internal"] {
        private_zone(client, name, &own).await;
    }
    zone(client, "public.example").await;
    let of = [("?vpcid", own.as_str()), ("?vpcregion", "us-east-1")];
    let page = client
        .ok("ListHostedZonesByVPC", &[of[0], of[1], ("?maxitems", "2")])
        .await;
    assert_eq!(page.all("Name"), ["a.internal.", "b.internal."]);
    assert_eq!(page.all("OwningAccount"), [PROVIDER, PROVIDER]);
    let token = page.one("NextToken");
    let page = client
        .ok(
            "ListHostedZonesByVPC",
            &[of[0], of[1], ("?nexttoken", &token)],
        )
        .await;
    assert_eq!(page.all("Name"), ["c.internal."]);
    for (who, parameters) in [
        (STRANGER, vec![of[0], of[1]]),
        (PROVIDER, vec![of[0], ("?vpcregion", "eu-west-1")]),
        (PROVIDER, vec![of[0], of[1], ("?nexttoken", "x")]),
    ] {
        let reply = world
            .route53(who)
            .call("ListHostedZonesByVPC", &parameters)
            .await;
        assert_eq!(reply.status, 400, "{reply}");
    }
}

#[tokio::test]
async fn authorizations_have_pages() {
    let world = World::start().await;
    let own = world.network(PROVIDER, &[]).await.vpc_id;
    let client = world.route53(PROVIDER);
    let id = private_zone(client, "shared.internal", &own).await;
    let mut expected = Vec::new();
    for _ in 0..3 {
        let vpc = world.network(CONSUMER, &[]).await.vpc_id;
        let parameters = [("{Id}", id.as_str()), REGION, ("VPC.VPCId", &vpc)];
        client
            .ok("CreateVPCAssociationAuthorization", &parameters)
            .await;
        client
            .ok("CreateVPCAssociationAuthorization", &parameters)
            .await;
        expected.push(vpc);
    }
    expected.sort();
    let list = "ListVPCAssociationAuthorizations";
    let page = client
        .ok(list, &[("{Id}", &id), ("?maxresults", "2")])
        .await;
    let mut found = page.all("VPCId");
    let token = page.one("NextToken");
    let page = client
        .ok(list, &[("{Id}", &id), ("?nexttoken", &token)])
        .await;
    found.extend(page.all("VPCId"));
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_domain_is_resolved_in_one_way_in_a_vpc() {
    let world = World::start().await;
    let network = world.consume().await;
    let rest = world.rest(CONSUMER);
    let vpc = format!("/v1/vpcs/{}", network.vpc_id);
    let names = json!({"enableDnsHostnames": true});
    rest.patch(&vpc, names).await.expect(200);
    let client = world.route53(CONSUMER);
    let endpoint = json!({
        "vpcId": network.vpc_id,
        "serviceName": "com.amazonaws.us-east-1.sqs",
        "subnetIds": network.subnet_ids,
        "privateDnsEnabled": true,
    });
    let id = private_zone(client, "sqs.us-east-1.amazonaws.com", &network.vpc_id).await;
    let refused = rest
        .send(
            rest.request(reqwest::Method::POST, "/v1/endpoints")
                .json(&endpoint),
        )
        .await;
    assert_eq!(
        world.shown(&refused.refusal()),
        "400 InvalidParameter (privateDnsEnabled): private-dns-enabled cannot be set because there is already a conflicting DNS domain for sqs.us-east-1.amazonaws.com in the VPC vpc-1"
    );
    client.ok("DeleteHostedZone", &[("{Id}", &id)]).await;
    rest.create("/v1/endpoints", endpoint).await;
    let parameters = [
        ("Name", "sqs.us-east-1.amazonaws.com"),
        REGION,
        ("VPC.VPCId", &network.vpc_id),
        ("CallerReference", "again"),
    ];
    let before = world.rows().await;
    let reply = client.call("CreateHostedZone", &parameters).await;
    assert_eq!(
        world.shown(&reply.refusal()),
        "400 ConflictingDomainExists: The VPC vpc-1 in region us-east-1 has already been associated with the hosted zone vpce-1 with the same domain name."
    );
    assert_eq!(before, world.rows().await);
}

#[tokio::test]
async fn a_vpc_goes_with_its_associations() {
    let world = World::start().await;
    let client = world.route53(PROVIDER);
    let (first, second) = (
        world.network(PROVIDER, &[]).await.vpc_id,
        world.network(PROVIDER, &[]).await.vpc_id,
    );
    let id = private_zone(client, "own.internal", &first).await;
    let parameters = [("{Id}", id.as_str()), REGION, ("VPC.VPCId", &second)];
    client.ok("AssociateVPCWithHostedZone", &parameters).await;
    client
        .ok("CreateVPCAssociationAuthorization", &parameters)
        .await;
    world
        .ec2(PROVIDER)
        .ok("DeleteVpc", &[("VpcId", &second)])
        .await;
    let got = client.ok("GetHostedZone", &[("{Id}", &id)]).await;
    assert_eq!(got.all("VPCId"), [first]);
    let rows = world.rows().await;
    assert!(rows["hosted_zone_vpc_authorization"].is_empty());
}
