//! Lists over REST: `limit`, `cursor` and `filter[name]=value,value` in, `items` and `nextCursor` out.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::problem::Refusal;
use crate::app::{Context, ListRequest};
use crate::domain::error::{Code, Error, Result};
use crate::domain::filter::Filter;
use crate::domain::limit;
use crate::domain::page::{Page, PageRequest};
use crate::gate::RequestId;

/// A page of a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Items<T> {
    /// In order of identifier.
    items: Vec<T>,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl<T> Items<T> {
    /// A page of the domain's with every item translated.
    pub(super) fn of<U>(page: Page<U>, translate: impl FnMut(U) -> T) -> Self {
        Self {
            items: page.items.into_iter().map(translate).collect(),
            next_cursor: page.next,
        }
    }
}

/// Describes a list's query parameters to the OpenAPI document.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "only describes the parameters to the OpenAPI document; ListQuery reads them"
)]
pub(super) struct ListParams {
    /// Items on the page at the most, 1 to 1000.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// The `nextCursor` of the page before. It belongs to the same list with the same filters.
    cursor: Option<String>,
    /// Conditions as `filter[name]=value,value`, with EC2's filter names: every filter must match, by any of its values;
    /// `*` and `?` are wildcards, `\` takes the next character as it is. `filter[tag:KEY]` and `filter[tag-key]` look at tags.
    #[param(style = DeepObject, explode, value_type = std::collections::HashMap<String, String>)]
    filter: Option<std::collections::HashMap<String, String>>,
}

/// A list's query parameters.
pub(super) struct ListQuery {
    /// Conditions.
    pub(super) filters: Vec<Filter>,
    /// Which page.
    pub(super) page: PageRequest,
}

impl ListQuery {
    /// The request for a list without ids.
    pub(super) fn into_request(self) -> ListRequest {
        ListRequest {
            ids: Vec::new(),
            filters: self.filters,
            page: self.page,
        }
    }
}

impl FromRequestParts<Context> for ListQuery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Context) -> Result<Self, Refusal> {
        let id = RequestId::of(&parts.extensions);
        parse(parts.uri.query().unwrap_or_default()).map_err(|error| Refusal::new(id, error))
    }
}

fn parse(query: &str) -> Result<ListQuery> {
    parse_with(query, &[]).map(|(list, _)| list)
}

/// Reads a list's query parameters, and beside them those of a route's own, by their names in `own`.
pub(super) fn parse_with(
    query: &str,
    own: &[&'static str],
) -> Result<(ListQuery, BTreeMap<&'static str, String>)> {
    let mut list = ListQuery {
        filters: Vec::new(),
        page: PageRequest::default(),
    };
    let mut others = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "limit" if list.page.limit.is_none() => list.page.limit = Some(parse_limit(&value)?),
            "cursor" if list.page.token.is_none() => list.page.token = Some(value.into_owned()),
            "limit" | "cursor" => return Err(repeated(&name)),
            // A presigned URL carries its signature in the query.
            other if other.starts_with("X-Amz-") => {}
            other => match own.iter().find(|own| **own == other) {
                Some(own) if others.contains_key(own) => return Err(repeated(&name)),
                Some(own) => drop(others.insert(*own, value.into_owned())),
                None => add_filter(&mut list.filters, other, &value)?,
            },
        }
    }
    Ok((list, others))
}

fn repeated(name: &str) -> Error {
    Error::new(
        Code::InvalidParameterValue,
        format!("The query parameter {name} is given more than once"),
    )
    .at(name.to_owned())
}

/// Adds the condition that `filter[name]=value,value` stands for.
fn add_filter(filters: &mut Vec<Filter>, parameter: &str, value: &str) -> Result<()> {
    let name = parameter
        .strip_prefix("filter[")
        .and_then(|rest| rest.strip_suffix(']'));
    let Some(name) = name else {
        let message = format!("The query parameter {parameter} is not known");
        return Err(Error::new(Code::UnknownParameter, message).at(parameter.to_owned()));
    };
    let values = value.split(',').map(str::to_owned);
    match filters.iter_mut().find(|present| present.name == name) {
        Some(present) => present.values.extend(values),
        None => filters.push(Filter {
            name: name.to_owned(),
            values: values.collect(),
        }),
    }
    Ok(())
}

fn parse_limit(text: &str) -> Result<usize> {
    match text.parse() {
        Ok(limit) if (1..=limit::PAGE_MAX).contains(&limit) => Ok(limit),
        _ => Err(Error::new(
            Code::InvalidParameterValue,
            format!("limit must be 1 to {}, not '{text}'", limit::PAGE_MAX),
        )
        .at("limit".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_with};

    #[test]
    fn reads_filters_pages_and_nothing_else() {
        let list = parse(
            "filter[vpc-id]=a,b&filter%5Btag%3ATeam%5D=net*&limit=5&cursor=x&filter[vpc-id]=c",
        )
        .unwrap();
        assert_eq!(
            (list.page.limit, list.page.token.as_deref()),
            (Some(5), Some("x"))
        );
        assert_eq!(list.filters.len(), 2);
        assert_eq!(
            (
                list.filters[0].name.as_str(),
                list.filters[0].values.join("|")
            ),
            ("vpc-id", "a|b|c".to_owned())
        );
        assert_eq!(list.filters[1].name, "tag:Team");
        for (query, code) in [
            ("limit=0", "InvalidParameterValue"),
            ("limit=1001", "InvalidParameterValue"),
            ("limit=x", "InvalidParameterValue"),
            ("limit=1&limit=2", "InvalidParameterValue"),
            ("page=1", "UnknownParameter"),
            ("filter=x", "UnknownParameter"),
        ] {
            assert_eq!(
                parse(query).err().map(|error| error.code.name()),
                Some(code),
                "{query}"
            );
        }
    }

    #[test]
    fn a_route_has_parameters_of_its_own_once() {
        let (list, own) = parse_with("limit=2&arn=a%2Fb", &["arn"]).unwrap();
        assert_eq!(
            (list.page.limit, own.get("arn").map(String::as_str)),
            (Some(2), Some("a/b"))
        );
        for (query, code) in [
            ("arn=a&arn=b", "InvalidParameterValue"),
            ("other=a", "UnknownParameter"),
        ] {
            assert_eq!(
                parse_with(query, &["arn"])
                    .err()
                    .map(|error| error.code.name()),
                Some(code),
                "{query}"
            );
        }
    }
}
