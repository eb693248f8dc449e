//! Lists over REST: `limit`, `cursor` and `filter[name]=value,value` in, `items` and `nextCursor` out.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

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
#[allow(
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
        let id = parts
            .extensions
            .get::<RequestId>()
            .map_or(Uuid::nil(), |id| id.0);
        parse(parts.uri.query().unwrap_or_default()).map_err(|error| Refusal::new(id, error))
    }
}

fn parse(query: &str) -> Result<ListQuery> {
    let mut list = ListQuery {
        filters: Vec::new(),
        page: PageRequest::default(),
    };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "limit" if list.page.limit.is_none() => list.page.limit = Some(parse_limit(&value)?),
            "cursor" if list.page.token.is_none() => list.page.token = Some(value.into_owned()),
            "limit" | "cursor" => {
                return Err(Error::new(
                    Code::InvalidParameterValue,
                    format!("The query parameter {name} is given more than once"),
                )
                .at(name.into_owned()));
            }
            // A presigned URL carries its signature in the query.
            other if other.starts_with("X-Amz-") => {}
            other => {
                let filter = other
                    .strip_prefix("filter[")
                    .and_then(|rest| rest.strip_suffix(']'));
                let Some(filter) = filter else {
                    let message = format!("The query parameter {other} is not known");
                    return Err(Error::new(Code::UnknownParameter, message).at(other.to_owned()));
                };
                let values = value.split(',').map(str::to_owned);
                match list
                    .filters
                    .iter_mut()
                    .find(|present| present.name == filter)
                {
                    Some(present) => present.values.extend(values),
                    None => list.filters.push(Filter {
                        name: filter.to_owned(),
                        values: values.collect(),
                    }),
                }
            }
        }
    }
    Ok(list)
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
    use super::parse;

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
}
