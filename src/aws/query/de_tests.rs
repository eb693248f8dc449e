//! Decoding: what request structs read from forms.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::Ipv4Addr;

use form_urlencoded::Serializer;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Params, QueryError};

fn read<T: DeserializeOwned>(form: &str) -> Result<T, QueryError> {
    Params::parse(form)?.deserialize()
}

fn refusal<T: DeserializeOwned + Debug>(form: &str) -> String {
    match read::<T>(form) {
        Ok(value) => panic!("{form:?} was read as {value:?}"),
        Err(error) => error.to_string(),
    }
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
struct Create {
    vpc_id: Option<String>,
    port: Option<u16>,
    weight: Option<i64>,
    private_dns_enabled: Option<bool>,
    enable_dns_hostnames: Option<Attribute>,
    vpc_endpoint_type: Option<EndpointType>,
    client_token: Option<Token>,
    address: Option<Ipv4Addr>,
    subnet_id: Vec<String>,
    names: Option<Vec<String>>,
    filter: Vec<Filter>,
    dns_options: Option<Box<DnsOptions>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Attribute {
    value: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
enum EndpointType {
    Interface,
    #[serde(rename = "GatewayLoadBalancer")]
    Appliance,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Token(String);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filter {
    name: String,
    #[serde(default)]
    value: Vec<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
struct DnsOptions {
    preference: Option<String>,
    inner: Option<Box<DnsOptions>>,
    domain: Vec<Vec<String>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Required {
    vpc_id: String,
    tag: Vec<String>,
}

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_sent_is_nothing_set() {
    assert_eq!(read::<Create>(""), Ok(Create::default()));
}

#[test]
fn scalars_are_read_from_their_text() {
    let form = "VpcId=vpc-1&Port=65535&Weight=-9223372036854775808&PrivateDnsEnabled=true\
        &EnableDnsHostnames.Value=false&VpcEndpointType=GatewayLoadBalancer&ClientToken=t+1\
        &Address=10.0.0.1";
    assert_eq!(
        read(form),
        Ok(Create {
            vpc_id: Some("vpc-1".to_owned()),
            port: Some(65535),
            weight: Some(i64::MIN),
            private_dns_enabled: Some(true),
            enable_dns_hostnames: Some(Attribute { value: false }),
            vpc_endpoint_type: Some(EndpointType::Appliance),
            client_token: Some(Token("t 1".to_owned())),
            address: Some(Ipv4Addr::new(10, 0, 0, 1)),
            ..Create::default()
        })
    );
}

#[test]
fn an_empty_value_is_an_empty_string_not_an_absent_one() {
    let request: Create = read("VpcId=&Names=").unwrap();
    assert_eq!(request.vpc_id.as_deref(), Some(""));
    assert_eq!(request.names, Some(Vec::new()));
}

#[test]
fn booleans_may_be_in_any_letter_case() {
    for (text, value) in [("true", true), ("TRUE", true), ("False", false)] {
        let request: Create = read(&format!("PrivateDnsEnabled={text}")).unwrap();
        assert_eq!(request.private_dns_enabled, Some(value), "{text}");
    }
}

#[test]
fn lists_are_ordered_by_number_and_may_have_gaps() {
    for form in [
        "SubnetId.1=a&SubnetId.2=b&SubnetId.10=c",
        "SubnetId.10=c&SubnetId.2=b&SubnetId.1=a",
        "SubnetId.7=b&SubnetId.4294967295=c&SubnetId.3=a",
        "SubnetId.member.10=c&SubnetId.member.2=b&SubnetId.member.1=a",
    ] {
        let request: Create = read(form).unwrap();
        assert_eq!(request.subnet_id, strings(&["a", "b", "c"]), "{form}");
    }
}

#[test]
fn plain_query_sends_an_empty_list_as_an_empty_value() {
    for form in ["SubnetId=", "SubnetId.member=", "SubnetId"] {
        assert_eq!(read(form), Ok(Create::default()), "{form}");
    }
}

#[test]
fn structures_nest_in_lists_and_in_each_other() {
    let filter = |name: &str, values: &[&str]| Filter {
        name: name.to_owned(),
        value: strings(values),
    };
    let request: Create = read(
        "Filter.1.Name=vpc-id&Filter.1.Value.1=a&Filter.1.Value.2=b&Filter.2.Name=state&Filter.2.Value=\
        &DnsOptions.Inner.Inner.Preference=x&DnsOptions.Inner.Domain.member.2.member.1=d",
    )
    .unwrap();
    assert_eq!(
        request.filter,
        [filter("vpc-id", &["a", "b"]), filter("state", &[])]
    );
    assert_eq!(
        *request.dns_options.unwrap(),
        DnsOptions {
            inner: Some(Box::new(DnsOptions {
                inner: Some(Box::new(DnsOptions {
                    preference: Some("x".to_owned()),
                    ..DnsOptions::default()
                })),
                domain: vec![strings(&["d"])],
                ..DnsOptions::default()
            })),
            ..DnsOptions::default()
        }
    );
}

#[test]
fn maps_are_read_by_pairs() {
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "PascalCase", deny_unknown_fields)]
    struct Maps {
        map: BTreeMap<String, u8>,
        #[serde(default)]
        empty: BTreeMap<String, u8>,
    }
    let good =
        "Map.entry.2.Name=x.y&Map.entry.2.Value=2&Map.entry.1.key=&Map.entry.1.value=1&Empty=";
    let maps: Maps = read(good).unwrap();
    insta::assert_snapshot!(format!("{:?} {:?}", maps.map, maps.empty), @r#"{"": 1, "x.y": 2} {}"#);
    let refusals = [
        refusal::<Maps>("Map=x"),
        refusal::<Maps>("Map.1.key=a&Map.1.value=1"),
        refusal::<Maps>("Map.entry.key=a"),
        refusal::<Maps>("Map.entry.1=a"),
        refusal::<Maps>("Map.entry.1.key=a"),
        refusal::<Maps>("Map.entry.1.Value=1"),
        refusal::<Maps>("Map.entry.1.key=a&Map.entry.1.Value=1"),
        refusal::<Maps>("Map.entry.1.key=a&Map.entry.1.value=1&Map.entry.1.colour=red"),
        refusal::<Maps>("Map.entry.1.key.x=a&Map.entry.1.value=1"),
        refusal::<Maps>("Map.entry.1.key=a&Map.entry.1.value=b"),
        refusal::<Maps>(
            "Map.entry.1.key=a&Map.entry.1.value=1&Map.entry.2.key=a&Map.entry.2.value=2",
        ),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @"
    The parameter Map is invalid: it is a map, given as Map.entry.1.key and Map.entry.1.value
    The parameter Map.1 is not recognized
    The parameter Map.entry.key is invalid: a list's elements are numbered 1, 2, 3
    The request must contain the parameter Map.entry.1.key
    The request must contain the parameter Map.entry.1.value
    The request must contain the parameter Map.entry.1.Name
    The parameter Map.entry.1.Value is not recognized
    The parameter Map.entry.1.colour is not recognized
    The parameter Map.entry.1.key is invalid: it takes one value, so there is no Map.entry.1.key.x
    The parameter Map.entry.1.value is invalid: 'b' is not a whole number from 0 to 255
    The parameter Map.entry.2.key is invalid: the map has the key 'a' already
    ");
}

#[test]
fn unknown_parameters_are_named_as_the_client_wrote_them() {
    let path = |form| match read::<Create>(form) {
        Err(QueryError::Unknown { path }) => path,
        other => panic!("{form:?} was read as {other:?}"),
    };
    assert_eq!(path("SupportedRegions.1=eu-west-1"), "SupportedRegions");
    assert_eq!(path("vpcId=vpc-1"), "vpcId");
    assert_eq!(path("Filter.3.Name=a&Filter.3.Foo.1.Bar=b"), "Filter.3.Foo");
    assert_eq!(path("Filter.member.2.Foo=b"), "Filter.member.2.Foo");
    assert_eq!(
        path("EnableDnsHostnames.value=true"),
        "EnableDnsHostnames.value"
    );
}

#[test]
fn missing_parameters_are_named() {
    let missing = |path: &str| QueryError::Missing {
        path: path.to_owned(),
    };
    assert_eq!(read::<Required>("Tag.1=x"), Err(missing("VpcId")));
    assert_eq!(read::<Required>("VpcId=x"), Err(missing("Tag")));
    assert_eq!(
        read::<Create>("Filter.1.Name=a&Filter.2.Value.1=x"),
        Err(missing("Filter.2.Name"))
    );
    assert_eq!(
        read::<Create>("Filter.member.7.Value.1=x"),
        Err(missing("Filter.member.7.Name"))
    );
}

#[test]
fn wrong_values_and_shapes_are_explained() {
    let long = format!("PrivateDnsEnabled={}", "é".repeat(100));
    let texts = [
        "SupportedRegions.1=eu-west-1",
        "Filter.2.Value.1=x",
        "PrivateDnsEnabled=yes",
        &long,
        "EnableDnsHostnames.Value=",
        "Port=65536",
        "Port=",
        "Port=1.5",
        "Weight=+",
        "VpcEndpointType=interface",
        "Address=10.0.0",
        "VpcId.1=vpc-1",
        "Filter.1.Name.x.y=a",
        "SubnetId=subnet-1",
        "SubnetId.member=subnet-1",
        "DnsOptions=ipv4",
        "DnsOptions.Inner=",
    ]
    .map(refusal::<Create>);
    insta::assert_snapshot!(texts.join("\n"), @r"
    The parameter SupportedRegions is not recognized
    The request must contain the parameter Filter.2.Name
    The parameter PrivateDnsEnabled is invalid: 'yes' is neither true nor false
    The parameter PrivateDnsEnabled is invalid: 'éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé...' is neither true nor false
    The parameter EnableDnsHostnames.Value is invalid: '' is neither true nor false
    The parameter Port is invalid: '65536' is not a whole number from 0 to 65535
    The parameter Port is invalid: '' is not a whole number from 0 to 65535
    The parameter Port is invalid: '1.5' is not a whole number from 0 to 65535
    The parameter Weight is invalid: ' ' is not a whole number from -9223372036854775808 to 9223372036854775807
    The parameter VpcEndpointType is invalid: 'interface' is not one of: Interface, GatewayLoadBalancer
    The parameter Address is invalid: invalid IPv4 address syntax
    The parameter VpcId is invalid: it takes one value, so there is no VpcId.1
    The parameter Filter.1.Name is invalid: it takes one value, so there is no Filter.1.Name.x
    The parameter SubnetId is invalid: it is a list, given as SubnetId.1, SubnetId.2
    The parameter SubnetId is invalid: it is a list, given as SubnetId.1, SubnetId.2
    The parameter DnsOptions is invalid: it is a structure, given as DnsOptions.Name
    The parameter DnsOptions.Inner is invalid: it is a structure, given as DnsOptions.Inner.Name
    ");
}

#[test]
fn list_numbers_have_one_spelling() {
    for part in [
        "0",
        "01",
        "-1",
        "+1",
        "1 ",
        "x",
        "\u{661}",
        "4294967296",
        "99999999999999999999",
    ] {
        let name = format!("Filter.1.Value.{part}");
        let form = Serializer::new("Filter.1.Name=a&Filter.1.Value.1=b&".to_owned())
            .append_pair(&name, "c")
            .finish();
        match read::<Create>(&form) {
            Err(QueryError::Invalid { path, .. }) => assert_eq!(path, name),
            other => panic!("{form:?} was read as {other:?}"),
        }
    }
}

#[test]
fn list_styles_do_not_mix() {
    let form = "SubnetId.member.1=a&SubnetId.1=b";
    insta::assert_snapshot!(refusal::<Create>(form), @"The parameter SubnetId.member is invalid: a list's elements are numbered 1, 2, 3");
}

#[test]
fn an_alias_and_its_name_are_the_same_parameter() {
    #[derive(Debug, Deserialize)]
    struct Aliased {
        #[serde(rename = "GroupId", alias = "SecurityGroupId")]
        _group_id: String,
    }
    assert_eq!(
        read::<Aliased>("GroupId=a&SecurityGroupId=b").unwrap_err(),
        QueryError::Duplicate {
            path: "GroupId".to_owned()
        }
    );
}

#[test]
fn kinds_without_a_wire_form_fail_loudly() {
    #[derive(Debug, Deserialize)]
    struct Holder<T> {
        #[serde(rename = "A")]
        _value: T,
    }
    let refusals = [
        refusal::<Holder<f64>>("A=1.5"),
        refusal::<Holder<(u8, u8)>>("A.1=1&A.2=2"),
        refusal::<Holder<Result<u8, u8>>>("A=Ok"),
        refusal::<Holder<Result<u8, u8>>>("A.Ok=1"),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    The parameter A is invalid: invalid type: string "1.5", expected f64
    The parameter A is invalid: invalid type: map, expected a tuple of size 2
    The parameter A is invalid: invalid type: unit variant, expected newtype variant
    The parameter A is invalid: it takes one value, so there is no A.Ok
    "#);
}

/// A list of filters with their names and values.
fn filters() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    prop::collection::vec(
        (
            any::<String>(),
            prop::collection::vec(any::<String>(), 0..12),
        ),
        0..12,
    )
}

proptest! {
    #[test]
    fn any_form_is_read_or_refused(
        form in "((VpcId|Port|Filter|SubnetId|DnsOptions|EnableDnsHostnames|Names|Foo)\
            (\\.(member|[0-9]{1,3}|Name|Value|Inner|Domain)){0,5}=(true|[0-9]{0,3}|%41)&?){0,6}"
    ) {
        let _ = read::<Create>(&form);
    }

    /// Written as botocore writes them, in both protocols and in any order.
    #[test]
    fn requests_are_read_back(filters in filters(), member in any::<bool>(), reverse in any::<bool>()) {
        let prefix = if member { "member." } else { "" };
        let mut pairs = Vec::new();
        for (index, (name, values)) in (1..).zip(&filters) {
            pairs.push((format!("Filter.{prefix}{index}.Name"), name));
            for (number, value) in (1..).zip(values) {
                pairs.push((format!("Filter.{prefix}{index}.Value.{prefix}{number}"), value));
            }
        }
        if reverse {
            pairs.reverse();
        }
        let form = Serializer::new(String::new()).extend_pairs(pairs).finish();
        let expected: Vec<_> = filters.into_iter().map(|(name, value)| Filter { name, value }).collect();
        prop_assert_eq!(read::<Create>(&form).unwrap().filter, expected);
    }
}
