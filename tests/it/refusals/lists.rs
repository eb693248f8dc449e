//! Lists that cannot be had like this: filters that do not exist, pages that are too small, tokens of other lists.

use reqwest::Method;
use serde_json::{Value, json};

use super::Refusals;
use super::scene::Scene;
use crate::support::world::{CONSUMER, PROVIDER, World};

#[tokio::test]
async fn filters_and_pages() {
    let world = World::start().await;
    let publication = world.publish().await;
    let (ec2, rest) = (world.ec2(PROVIDER), world.rest(PROVIDER));
    let service = format!("/v1/endpoint-services/{}", publication.service_id);
    let mut table = Refusals::of(&world);
    for (action, path) in [
        ("DescribeVpcs", "/v1/vpcs".to_owned()),
        ("DescribeSubnets", "/v1/subnets".to_owned()),
        ("DescribeSecurityGroups", "/v1/security-groups".to_owned()),
        ("DescribeRouteTables", "/v1/route-tables".to_owned()),
        (
            "DescribeNetworkInterfaces",
            "/v1/network-interfaces".to_owned(),
        ),
        ("DescribeVpcEndpoints", "/v1/endpoints".to_owned()),
        (
            "DescribeVpcEndpointServices",
            "/v1/available-services".to_owned(),
        ),
        (
            "DescribeVpcEndpointServiceConfigurations",
            "/v1/endpoint-services".to_owned(),
        ),
        (
            "DescribeVpcEndpointServicePermissions",
            format!("{service}/permissions"),
        ),
        (
            "DescribeVpcEndpointConnections",
            format!("{service}/connections"),
        ),
        (
            "DescribeVpcEndpointConnectionNotifications",
            format!("{service}/notifications"),
        ),
    ] {
        table.when(&format!("48, 49: {action}"));
        let id = ("ServiceId", &*publication.service_id);
        let mut own = vec![];
        if action == "DescribeVpcEndpointServicePermissions" {
            own.push(id);
        }
        let minimum = match action {
            "DescribeVpcEndpoints" | "DescribeVpcEndpointServices" => "0",
            _ => "3",
        };
        for wrong in [
            &[("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")][..],
            &[("Filter.1.Name", "")],
            &[("MaxResults", minimum)],
            &[("NextToken", "eyJ4IjoxfQ")],
        ] {
            let parameters = [&own[..], wrong].concat();
            table.query(&ec2, action, &parameters).await;
        }
        for wrong in [
            "filter[colour]=red",
            "limit=0",
            "limit=1001",
            "cursor=x",
            "colour=red",
        ] {
            let path = format!("{path}?{wrong}");
            table.rest(&rest, Method::GET, &path, Value::Null).await;
        }
    }
    insta::assert_snapshot!(table.table(), @"
    48, 49: DescribeVpcs
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeSubnets
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeSecurityGroups
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeRouteTables
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeNetworkInterfaces
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeVpcEndpoints
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 0 ) for parameter maxResults is invalid. Expecting a value greater than 1.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeVpcEndpointServices
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 0 ) for parameter maxResults is invalid. Expecting a value greater than 1.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeVpcEndpointServiceConfigurations
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeVpcEndpointServicePermissions
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeVpcEndpointConnections
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    48, 49: DescribeVpcEndpointConnectionNotifications
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 3 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    ");
}

/// Associations have pages of their own size, and endpoints that must exist.
#[tokio::test]
async fn associations() {
    let scene = Scene::set().await;
    let endpoint_id = scene.endpoint(json!({})).await;
    let missing = "vpce-0123456789abcdef0";
    let id = "VpcEndpointId.1";
    let mut table = Refusals::of(&scene.world);
    for (what, parameter, account, endpoint_id, query) in [
        (
            "48: more than a page can have",
            ("MaxResults", "101"),
            CONSUMER,
            &*endpoint_id,
            "?limit=1001",
        ),
        (
            "48: a page of nothing",
            ("MaxResults", "0"),
            CONSUMER,
            &endpoint_id,
            "?limit=0",
        ),
        (
            "49: an unknown filter",
            ("Filter.1.Name", "colour"),
            CONSUMER,
            &endpoint_id,
            "?filter[colour]=red",
        ),
        (
            "another list's token",
            ("NextToken", "eyJ4IjoxfQ"),
            CONSUMER,
            &endpoint_id,
            "?cursor=x",
        ),
        (
            "31: an endpoint that does not exist",
            (id, missing),
            CONSUMER,
            missing,
            "",
        ),
        (
            "31: somebody else's endpoint",
            (id, &endpoint_id),
            PROVIDER,
            &endpoint_id,
            "",
        ),
        (
            "no endpoint id at all",
            (id, "vpce-x"),
            CONSUMER,
            "vpce-x",
            "",
        ),
    ] {
        table.when(what);
        let action = "DescribeVpcEndpointAssociations";
        let ec2 = scene.world.ec2(account);
        table.query(&ec2, action, &[parameter]).await;
        let path = format!("/v1/endpoints/{endpoint_id}/associations{query}");
        let rest = scene.world.rest(account);
        table.rest(&rest, Method::GET, &path, Value::Null).await;
    }
    insta::assert_snapshot!(table.table(), @r#"
    48: more than a page can have
      AWS  400 InvalidParameterValue: Value ( 101 ) for parameter maxResults is invalid. Expecting a value from 1 to 100.
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
    48: a page of nothing
      AWS  400 InvalidParameterValue: Value ( 0 ) for parameter maxResults is invalid. Expecting a value from 1 to 100.
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
    49: an unknown filter
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
    another list's token
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
    31: an endpoint that does not exist
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-1' does not exist
    31: somebody else's endpoint
      AWS  400 InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-2' does not exist
      REST 404 InvalidVpcEndpointId.NotFound (vpcEndpointId): The Vpc Endpoint Id 'vpce-2' does not exist
    no endpoint id at all
      AWS  400 InvalidVpcEndpointId.Malformed: Invalid id: "vpce-x" (expecting "vpce-...")
      REST 400 InvalidVpcEndpointId.Malformed (vpcEndpointId): Invalid id: "vpce-x" (expecting "vpce-...")
    "#);
}
