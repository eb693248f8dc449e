//! Lists that cannot be had like this: filters that do not exist, pages that are too small, tokens of other lists.

use reqwest::Method;
use serde_json::Value;

use super::Refusals;
use crate::support::world::{PROVIDER, World};

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
    ] {
        table.when(action);
        let id = ("ServiceId", &*publication.service_id);
        let mut own = vec![];
        if action == "DescribeVpcEndpointServicePermissions" {
            own.push(id);
        }
        let minimum = match action {
            "DescribeVpcEndpoints" | "DescribeVpcEndpointServices" => "0",
            _ => "4",
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
    DescribeVpcs
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeSubnets
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeSecurityGroups
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeRouteTables
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeNetworkInterfaces
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeVpcEndpoints
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 0 ) for parameter maxResults is invalid. Expecting a value greater than 1.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeVpcEndpointServices
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 0 ) for parameter maxResults is invalid. Expecting a value greater than 1.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeVpcEndpointServiceConfigurations
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeVpcEndpointServicePermissions
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    DescribeVpcEndpointConnections
      AWS  400 InvalidFilter: The filter 'colour' is invalid
      AWS  400 InvalidFilter: The filter '' is invalid
      AWS  400 InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.
      AWS  400 InvalidNextToken: The token is not valid for this list
      REST 400 InvalidFilter (filter): The filter 'colour' is invalid
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '0'
      REST 400 InvalidParameterValue (limit): limit must be 1 to 1000, not '1001'
      REST 400 InvalidNextToken (cursor): The token is not valid for this list
      REST 400 UnknownParameter (colour): The query parameter colour is not known
    ");
}
