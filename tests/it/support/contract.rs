//! The REST API's own document, and the check that an answer is one that it announces.

use std::sync::OnceLock;

use serde_json::{Map, Value};

/// The OpenAPI document as the routes make it.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        serde_json::to_value(privlink::api::openapi()).expect("the document is JSON")
    })
}

/// Refuses an answer under `/v1` whose status is not announced, or whose body has not the announced form.
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) -> Result<(), String> {
    let methods = paths()
        .into_iter()
        .find(|(template, _)| fits(template, path))
        .map(|(_, methods)| methods);
    let Some(methods) = methods else {
        return expect(status == 404, || format!("{path} is no documented path"));
    };
    let operation = &methods[method.to_lowercase()];
    if operation.is_null() {
        return expect(status == 405, || {
            format!("{method} {path} is not documented")
        });
    }
    let response = &operation["responses"][status.to_string()];
    expect(!response.is_null(), || {
        format!("{method} {path} has no documented status {status}")
    })?;
    let content = response["content"]
        .as_object()
        .and_then(|content| content.values().next());
    match content {
        None => expect(body.is_null(), || {
            format!("{method} {path} has no documented body")
        }),
        Some(content) => conforms(&content["schema"], body, "body"),
    }
}

/// The paths, those without variable parts first.
fn paths() -> Vec<(&'static String, &'static Value)> {
    let mut paths: Vec<_> = document()["paths"]
        .as_object()
        .expect("the document has paths")
        .iter()
        .collect();
    paths.sort_by_key(|(template, _)| template.matches('{').count());
    paths
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(part, text)| part.starts_with('{') || part == text)
}

fn conforms(schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        let schema = document().pointer(pointer);
        let schema = schema.ok_or_else(|| format!("{reference} leads nowhere"))?;
        return conforms(schema, value, place);
    }
    for (keyword, alternatives) in [("oneOf", true), ("anyOf", true), ("allOf", false)] {
        if let Some(schemas) = schema[keyword].as_array() {
            let mut outcomes = schemas.iter().map(|schema| conforms(schema, value, place));
            return if alternatives {
                expect(outcomes.any(|outcome| outcome.is_ok()), || {
                    format!("{place} fits no alternative")
                })
            } else {
                outcomes.collect()
            };
        }
    }
    expect(has_type(&schema["type"], value), || {
        format!("{place} is {value}, not {}", schema["type"])
    })?;
    if let Some(values) = schema["enum"].as_array() {
        expect(values.contains(value), || {
            format!("{place} is {value}, none of {values:?}")
        })?;
    }
    match value {
        Value::Object(members) => members_conform(schema, members, place),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            conforms(&schema["items"], item, &format!("{place}[{index}]"))
        }),
        _ => Ok(()),
    }
}

fn members_conform(
    schema: &Value,
    members: &Map<String, Value>,
    place: &str,
) -> Result<(), String> {
    let required = schema["required"].as_array().into_iter().flatten();
    for name in required.filter_map(Value::as_str) {
        expect(members.contains_key(name), || {
            format!("{place} has no {name}")
        })?;
    }
    for (name, value) in members {
        let place = format!("{place}.{name}");
        let known = &schema["properties"][name];
        let others = &schema["additionalProperties"];
        match (known.is_null(), others.is_object()) {
            (false, _) => conforms(known, value, &place)?,
            (true, true) => conforms(others, value, &place)?,
            (true, false) => return Err(format!("{place} is not documented")),
        }
    }
    Ok(())
}

/// Whether the value has the type, or one of the types; a schema without a type takes everything.
fn has_type(name: &Value, value: &Value) -> bool {
    match name {
        Value::Array(names) => names.iter().any(|name| has_type(name, value)),
        Value::String(name) => match name.as_str() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            _ => false,
        },
        _ => true,
    }
}

fn expect(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
