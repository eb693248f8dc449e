//! Forms: what is a request at all, and what is refused before decoding.

use std::collections::BTreeMap;

use form_urlencoded::Serializer;
use proptest::prelude::*;

use super::tree::Node;
use super::{MAX_DEPTH, MAX_NAME_BYTES, MAX_PARAMETERS, Params, QueryError};

fn refusal(form: &str) -> QueryError {
    match Params::parse(form) {
        Ok(params) => panic!("{form:?} was read as {params:?}"),
        Err(error) => error,
    }
}

fn malformed(message: &str) -> QueryError {
    let message = message.to_owned();
    QueryError::Malformed { message }
}

/// One line for each node, indented by its depth.
fn outline(params: &Params) -> String {
    fn add(lines: &mut Vec<String>, node: Node<'_>, indent: &str) {
        for child in node.children() {
            let value = child
                .value()
                .map(|value| format!(" = {value}").trim_end().to_owned());
            lines.push(format!(
                "{indent}{}{}",
                child.part(),
                value.unwrap_or_default()
            ));
            add(lines, child, &format!("{indent}  "));
        }
    }
    let mut lines = Vec::new();
    add(&mut lines, params.root(), "");
    lines.join("\n")
}

/// The parameters of a form whose names have one part each.
fn flat(params: &Params) -> BTreeMap<String, String> {
    let children = params.root().children();
    children
        .map(|child| (child.path().to_owned(), child.value().unwrap().to_owned()))
        .collect()
}

#[test]
fn dotted_names_become_a_tree() {
    let params = Params::parse(
        "Filter.2.Name=b&Filter.1.Value.1=x&Filter.1.Name=a&Filter-Mode=any&FilterPolicy=p&Filter.10.Name=c",
    )
    .unwrap();
    insta::assert_snapshot!(outline(&params), @r"
    Filter
      1
        Name = a
        Value
          1 = x
      10
        Name = c
      2
        Name = b
    Filter-Mode = any
    FilterPolicy = p
    ");
}

#[test]
fn form_encoding_is_undone() {
    let params =
        Params::parse("&A=a+b%20c%2Bd&&B&C=&D=x=y&%45=%E6%97%A5%ef%bf%bd&F=caf\u{e9}&").unwrap();
    insta::assert_snapshot!(outline(&params), @r"
    A = a b c+d
    B =
    C =
    D = x=y
    E = 日�
    F = café
    ");
}

#[test]
fn an_empty_form_has_no_parameters() {
    assert_eq!(outline(&Params::parse("").unwrap()), "");
}

#[test]
fn take_removes_a_value_once() {
    let mut params = Params::parse("Action=DescribeVpcs&VpcId.1=vpc-1&DryRun=true").unwrap();
    assert_eq!(params.take("Action").as_deref(), Some("DescribeVpcs"));
    assert_eq!(params.take("Action"), None);
    assert_eq!(params.take("VpcId"), None, "it has no value of its own");
    assert_eq!(outline(&params), "DryRun = true\nVpcId\n  1 = vpc-1");
}

#[test]
fn broken_encoding_is_refused_not_replaced() {
    for value in [
        "%",
        "%4",
        "%zz",
        "%+1",
        "100%&B=1",
        "%ff",
        "%C3",
        "%ED%A0%80",
    ] {
        assert_eq!(
            refusal(&format!("A={value}")),
            malformed("the value of the parameter A is not percent-encoded UTF-8"),
            "{value}"
        );
    }
    for name in ["%", "%ff", "A%2"] {
        assert_eq!(
            refusal(&format!("{name}=1")),
            malformed("a parameter's name is not percent-encoded UTF-8"),
            "{name}"
        );
    }
}

#[test]
fn names_without_content_are_refused() {
    for name in ["", ".", ".A", "A.", "A..B"] {
        assert_eq!(
            refusal(&format!("{name}=1")),
            malformed(&format!(
                "the parameter name '{name}' is empty or has an empty part"
            ))
        );
    }
}

#[test]
fn a_name_stands_for_one_thing() {
    let path = || "A.1".to_owned();
    assert_eq!(
        refusal("A.1=x&B=y&A.1=x"),
        QueryError::Duplicate { path: path() }
    );
    assert_eq!(
        refusal("A%2E1=x&A.1=x"),
        QueryError::Duplicate { path: path() }
    );
    assert_eq!(
        refusal("A.1.B=x&A.1-C=y&A.1=z"),
        QueryError::Conflict { path: path() }
    );
}

#[test]
fn limits_hold_exactly() {
    let parameters = |count: usize| {
        let names = (0..count).map(|number| format!("A.{number}"));
        names.collect::<Vec<_>>().join("&")
    };
    assert!(Params::parse(&parameters(MAX_PARAMETERS)).is_ok());
    assert_eq!(
        refusal(&parameters(MAX_PARAMETERS + 1)),
        QueryError::TooManyParameters {
            limit: MAX_PARAMETERS
        }
    );

    let deep = |parts: usize| vec!["A"; parts].join(".");
    assert!(Params::parse(&deep(MAX_DEPTH)).is_ok());
    let path = deep(MAX_DEPTH + 1);
    assert_eq!(
        refusal(&path),
        QueryError::TooDeep {
            path: path.clone(),
            limit: MAX_DEPTH
        }
    );

    assert!(Params::parse(&"A".repeat(MAX_NAME_BYTES)).is_ok());
    let path = "A".repeat(MAX_NAME_BYTES - 1);
    assert_eq!(
        refusal(&format!("{path}\u{e9}")),
        QueryError::NameTooLong {
            path,
            limit: MAX_NAME_BYTES
        },
        "a character is not cut in two"
    );
}

#[test]
fn errors_read_as_sentences() {
    let texts = [
        "A=1&A=2",
        "A=1&A.B=2",
        "A..B=1",
        "A=%",
        "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a",
    ]
    .map(|form| refusal(form).to_string());
    insta::assert_snapshot!(texts.join("\n"), @r"
    The parameter A is given more than once
    The parameter A has both a value and parameters below it
    The request is malformed: the parameter name 'A..B' is empty or has an empty part
    The request is malformed: the value of the parameter A is not percent-encoded UTF-8
    The parameter a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a has more than 16 parts
    ");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(form in any::<String>()) {
        let _ = Params::parse(&form);
    }

    #[test]
    fn form_like_text_is_read_or_refused(form in "([AB1.%&=+é-]|%4[12]|member){0,40}") {
        let _ = Params::parse(&form).map(|params| outline(&params));
    }

    /// The encoding is the common one: what another implementation writes, this one reads.
    #[test]
    fn encoded_parameters_are_read_back(
        parameters in prop::collection::btree_map("[^.]{1,8}", any::<String>(), 0..8),
    ) {
        let form = Serializer::new(String::new()).extend_pairs(&parameters).finish();
        prop_assert_eq!(flat(&Params::parse(&form).unwrap()), parameters);
    }

    /// What is not refused means the same to another implementation.
    #[test]
    fn forms_are_read_as_elsewhere(form in "([a-c]=([+a]|%C3%A9|%2[056]|%[eE]9|é|=){0,6}&){0,3}") {
        let Ok(params) = Params::parse(&form) else { return Ok(()) };
        let expected = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        prop_assert_eq!(flat(&params), expected);
    }
}
