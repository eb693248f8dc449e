//! Encoding: what answers look like as XML.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;

use super::{ListStyle, write_content, write_xml};

fn xml<T: Serialize>(value: &T, lists: ListStyle) -> String {
    let mut out = String::new();
    write_xml(&mut out, "Result", value, lists).unwrap();
    out
}

fn ec2<T: Serialize>(value: &T) -> String {
    xml(value, ListStyle::Item)
}

fn refusal<T: Serialize>(value: &T) -> String {
    let mut out = "<before/>".to_owned();
    let error = write_xml(&mut out, "Result", value, ListStyle::Item).unwrap_err();
    assert_eq!(out, "<before/>", "a failed write leaves no trace");
    error.to_string()
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Endpoint {
    vpc_id: String,
    port: Option<u16>,
    private_dns_enabled: bool,
    state: State,
    owner: Owner,
    subnet_id_set: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    dns_options: Option<DnsOptions>,
    #[serde(flatten)]
    tags: Tags,
    #[serde(rename = "return")]
    success: Option<bool>,
}

/// Fields whose names are not known beforehand.
#[derive(Serialize)]
struct Flattened {
    #[serde(flatten)]
    fields: BTreeMap<&'static str, u8>,
}

fn flattened(name: &'static str) -> Flattened {
    Flattened {
        fields: BTreeMap::from([(name, 1)]),
    }
}

#[derive(Serialize, Default)]
enum State {
    #[default]
    #[serde(rename = "pendingAcceptance")]
    PendingAcceptance,
}

#[derive(Serialize, Default)]
struct Owner(String);

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct DnsOptions {
    preference: Option<String>,
    nested: Option<Box<DnsOptions>>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Tags {
    tag_set: Vec<Tag>,
}

#[derive(Serialize)]
struct Tag {
    key: &'static str,
    value: &'static str,
}

fn endpoint() -> Endpoint {
    Endpoint {
        vpc_id: "vpc-1".to_owned(),
        port: Some(443),
        owner: Owner("123456789012".to_owned()),
        subnet_id_set: vec!["a".to_owned(), "b".to_owned()],
        dns_options: Some(DnsOptions {
            preference: None,
            nested: Some(Box::new(DnsOptions {
                preference: Some("x".to_owned()),
                nested: None,
            })),
        }),
        tags: Tags {
            tag_set: vec![
                Tag {
                    key: "Name",
                    value: "<db> & co",
                },
                Tag {
                    key: "Empty",
                    value: "",
                },
            ],
        },
        success: Some(true),
        ..Endpoint::default()
    }
}

#[test]
fn a_structure_in_the_ec2_style() {
    insta::assert_snapshot!(ec2(&endpoint()).replace("><", ">\n<"), @r"
    <Result>
    <vpcId>vpc-1</vpcId>
    <port>443</port>
    <privateDnsEnabled>false</privateDnsEnabled>
    <state>pendingAcceptance</state>
    <owner>123456789012</owner>
    <subnetIdSet>
    <item>a</item>
    <item>b</item>
    </subnetIdSet>
    <dnsOptions>
    <nested>
    <preference>x</preference>
    </nested>
    </dnsOptions>
    <tagSet>
    <item>
    <key>Name</key>
    <value>&lt;db&gt; &amp; co</value>
    </item>
    <item>
    <key>Empty</key>
    <value/>
    </item>
    </tagSet>
    <return>true</return>
    </Result>
    ");
}

#[test]
fn lists_in_the_query_style_have_members() {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Lists {
        empty: Vec<Vec<&'static str>>,
        names: Vec<Vec<&'static str>>,
    }
    let lists = Lists {
        empty: vec![],
        names: vec![vec!["a", "b"], vec![]],
    };
    insta::assert_snapshot!(xml(&lists, ListStyle::Member), @"<Result><Empty/><Names><member><member>a</member><member>b</member></member><member/></Names></Result>");
}

#[test]
fn maps_are_entries_of_key_and_value() {
    let maps = BTreeMap::from([
        ("a<b & \u{1}", BTreeMap::from([("c", 1)])),
        ("", BTreeMap::new()),
    ]);
    insta::assert_snapshot!(xml(&maps, ListStyle::Member), @"<Result><entry><key></key><value/></entry><entry><key>a&lt;b &amp; \u{fffd}</key><value><entry><key>c</key><value>1</value></entry></value></entry></Result>");
    assert_eq!(
        xml(&BTreeMap::<String, String>::new(), ListStyle::Member),
        "<Result/>"
    );
}

#[test]
fn what_is_empty_is_one_tag_and_what_is_absent_none() {
    insta::assert_snapshot!(ec2(&Endpoint::default()).replace("><", ">\n<"), @r"
    <Result>
    <vpcId/>
    <privateDnsEnabled>false</privateDnsEnabled>
    <state>pendingAcceptance</state>
    <owner/>
    <subnetIdSet/>
    <tagSet/>
    </Result>
    ");
    assert_eq!(ec2(&DnsOptions::default()), "<Result/>");
    assert_eq!(ec2(&Some(DnsOptions::default())), "<Result/>");
    assert_eq!(ec2(&()), "<Result/>");
    assert_eq!(ec2(&""), "<Result/>");
    assert_eq!(ec2(&None::<Endpoint>), "");
    assert_eq!(
        ec2(&[None, Some(1)].as_slice()),
        "<Result><item>1</item></Result>"
    );
}

#[test]
fn scalars_are_written_as_text() {
    assert_eq!(ec2(&i64::MIN), "<Result>-9223372036854775808</Result>");
    assert_eq!(ec2(&u64::MAX), "<Result>18446744073709551615</Result>");
    assert_eq!(ec2(&'<'), "<Result>&lt;</Result>");
    assert_eq!(ec2(&false), "<Result>false</Result>");
    assert_eq!(ec2(&0.1_f32), "<Result>0.1</Result>");
    assert_eq!(ec2(&f64::NEG_INFINITY), "<Result>-Infinity</Result>");
    assert_eq!(ec2(&f64::NAN), "<Result>NaN</Result>");
    assert_eq!(
        ec2(&format_args!("{}&{}", 1, 2)),
        "<Result>1&amp;2</Result>"
    );
}

#[test]
fn content_goes_between_tags_of_the_callers() {
    let mut out = "<Response><requestId>r</requestId>".to_owned();
    write_content(&mut out, &endpoint().tags, ListStyle::Item).unwrap();
    insta::assert_snapshot!(out, @"<Response><requestId>r</requestId><tagSet><item><key>Name</key><value>&lt;db&gt; &amp; co</value></item><item><key>Empty</key><value/></item></tagSet>");
}

#[test]
fn text_cannot_become_markup() {
    insta::assert_snapshot!(
        ec2(&"</Result><x a=\"b\">&amp;]]>\r\n\t\u{0}\u{1b}\u{fffe}\u{ffff}\u{7f}\u{85}\u{1f600}").escape_debug(),
        @r#"<Result>&lt;/Result&gt;&lt;x a=\"b\"&gt;&amp;amp;]]&gt;&#13;\n\t����\u{7f}\u{85}😀</Result>"#
    );
}

#[test]
fn values_without_an_xml_form_are_refused() {
    #[derive(Serialize)]
    enum Shape {
        Square(u8),
        Circle { radius: u8 },
        Oblong(u8, u8),
    }
    #[derive(Serialize)]
    struct Pair(u8, u8);

    let refusals = [
        refusal(&Shape::Square(1)),
        refusal(&Shape::Circle { radius: 1 }),
        refusal(&vec![Shape::Oblong(1, 2)]),
        refusal(&Pair(1, 2)),
        refusal(&(1, 2)),
        refusal(&flattened("a b")),
        refusal(&flattened("x><y")),
        refusal(&flattened("")),
        refusal(&flattened("1")),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    a newtype variant has no form in AWS XML
    a struct variant has no form in AWS XML
    a tuple variant has no form in AWS XML
    a tuple struct has no form in AWS XML
    a tuple has no form in AWS XML
    "a b" cannot name an element
    "x&gt;&lt;y" cannot name an element
    "" cannot name an element
    "1" cannot name an element
    "#);
}

/// What an XML parser makes of character data. Panics at anything that is not well-formed.
fn parse_text(mut xml: &str) -> String {
    const REFERENCES: [(&str, char); 4] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&#13;", '\r'),
    ];
    let mut text = String::new();
    while let Some(next) = xml.chars().next() {
        if let Some((reference, meaning)) = REFERENCES
            .iter()
            .find(|(reference, _)| xml.starts_with(reference))
        {
            text.push(*meaning);
            xml = &xml[reference.len()..];
        } else {
            assert!(!"&<>\r".contains(next), "{next:?} stands for itself");
            assert!(is_xml_char(next), "{next:?} is forbidden");
            text.push(next);
            xml = &xml[next.len_utf8()..];
        }
    }
    text
}

/// The production `Char` of XML 1.0.
fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

proptest! {
    #[test]
    fn any_text_is_parsed_back(text in prop_oneof![any::<String>(), "[\\x00-\\x1f<>&;#\\]a\u{fffd}-\u{ffff}]{0,20}"]) {
        let mut out = String::new();
        write_content(&mut out, &text, ListStyle::Item).unwrap();
        let kept: String = text.chars().map(|c| if is_xml_char(c) { c } else { '\u{FFFD}' }).collect();
        prop_assert_eq!(parse_text(&out), kept);
    }
}
