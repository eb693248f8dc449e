//! Documents that are made from the code: they must be what the code says now.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test it documents` writes them anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use privlink::domain::error::Code;
use serde_json::Value;

fn compare(file: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::create_dir_all(path.parent().expect("the file is in a folder"))
            .expect("the folder can be made");
        std::fs::write(&path, made).expect("the document can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == made,
        "{file} is not what the code says; run: UPDATE_DOCUMENTS=1 cargo test --test it documents"
    );
}

fn openapi() -> Value {
    serde_json::to_value(privlink::api::openapi()).expect("the document is JSON")
}

/// Every operation: method and path, and its description.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path's methods") {
            operations.push((format!("{method} {path}"), operation));
        }
    }
    operations
}

#[test]
fn the_openapi_document_is_committed() {
    let made = serde_json::to_string_pretty(&openapi()).expect("the document is JSON");
    compare("openapi/privlink.v1.json", &format!("{made}\n"));
}

#[test]
fn every_operation_has_an_id_a_summary_and_described_responses() {
    let document = openapi();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for (name, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        assert!(
            !id.contains('_') && ids.insert(id.to_owned()),
            "{name} has the id '{id}'"
        );
        assert!(operation["summary"].is_string(), "{name} has no summary");
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let description = response["description"].as_str().unwrap_or_default();
            assert!(
                !description.is_empty(),
                "{name} does not say what {status} is"
            );
        }
        for status in ["400", "404", "409", "412", "500"] {
            let content = &operation["responses"][status]["content"];
            assert!(
                content.get("application/problem+json").is_some(),
                "{name} has no problem for {status}"
            );
        }
    }
    assert!(ids.len() > 40, "only {} operations", ids.len());
}

#[test]
fn the_error_codes_are_documented() {
    let mut made = String::from(
        "# Error codes\n\nMade from the code by a test; change `src/domain/error_code.rs` instead. *AWS* is the HTTP status over \
         the AWS protocols,\n*REST* the one over `/v1`, where a body with missing, unknown or wrongly typed members is 422 \
         whatever its code.\nRoute 53 answers 404 for what is not there, 409 with `HostedZoneAlreadyExists`, and 401 with \
         `NotAuthorizedException`.\n\n| code | AWS | REST | when |\n| --- | --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let (aws, rest) = (
            privlink::aws::status(*code).as_u16(),
            privlink::api::status(*code).as_u16(),
        );
        writeln!(
            made,
            "| `{}` | {aws} | {rest} | {} |",
            code.name(),
            code.meaning().trim()
        )
        .expect("a string takes all");
    }
    compare("docs/errors.md", &made);
}

#[test]
fn every_code_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
}
