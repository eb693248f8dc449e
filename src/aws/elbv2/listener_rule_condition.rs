//! The shapes of rules' conditions, in requests and answers alike.

use serde::{Deserialize, Serialize};

use crate::domain::listener_rule_condition::{
    Condition, ConditionField, ConditionRequest, ConditionValues, QueryParameter,
};
use crate::domain::mirror::{Mirror, mirrors};

/// What a request must be like.
#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RuleCondition {
    field: Option<String>,
    values: Option<Vec<String>>,
    host_header_config: Option<PatternsConfig>,
    path_pattern_config: Option<PatternsConfig>,
    http_header_config: Option<HttpHeaderConfig>,
    query_string_config: Option<QueryStringConfig>,
    http_request_method_config: Option<ValuesConfig>,
    source_ip_config: Option<ValuesConfig>,
    regex_values: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PatternsConfig {
    values: Option<Vec<String>>,
    regex_values: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct HttpHeaderConfig {
    http_header_name: Option<String>,
    values: Option<Vec<String>>,
    regex_values: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct QueryStringConfig {
    #[serde(default)]
    values: Vec<KeyValuePair>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct KeyValuePair {
    key: Option<String>,
    value: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ValuesConfig {
    #[serde(default)]
    values: Vec<String>,
}

mirrors! {
    KeyValuePair = QueryParameter { key, value };
}

impl From<PatternsConfig> for ConditionValues {
    fn from(config: PatternsConfig) -> Self {
        Self {
            values: config.values.unwrap_or_default(),
            regex_values: config.regex_values.unwrap_or_default(),
        }
    }
}

impl From<ValuesConfig> for ConditionValues {
    fn from(config: ValuesConfig) -> Self {
        Self {
            values: config.values,
            regex_values: Vec::new(),
        }
    }
}

impl From<RuleCondition> for ConditionRequest {
    fn from(condition: RuleCondition) -> Self {
        let (http_header_name, http_header) = condition
            .http_header_config
            .map(|config| {
                let values = ConditionValues {
                    values: config.values.unwrap_or_default(),
                    regex_values: config.regex_values.unwrap_or_default(),
                };
                (config.http_header_name, Some(values))
            })
            .unwrap_or_default();
        Self {
            field: condition.field,
            values: condition.values.unwrap_or_default(),
            regex_values: condition.regex_values.unwrap_or_default(),
            host_header: condition.host_header_config.map(Into::into),
            path_pattern: condition.path_pattern_config.map(Into::into),
            http_header,
            http_header_name,
            http_request_method: condition.http_request_method_config.map(Into::into),
            query_string: condition
                .query_string_config
                .map(|config| config.values.mirror()),
            source_ip: condition.source_ip_config.map(Into::into),
        }
    }
}

/// An empty list is absent from answers.
fn unless_empty(texts: &[String]) -> Option<Vec<String>> {
    (!texts.is_empty()).then(|| texts.to_vec())
}

/// Hosts and paths stand in two places, as clients may have sent them in either.
impl From<Condition> for RuleCondition {
    fn from(condition: Condition) -> Self {
        let values = || unless_empty(&condition.values);
        let regex_values = || unless_empty(&condition.regex_values);
        let patterns = || PatternsConfig {
            values: values(),
            regex_values: regex_values(),
        };
        let shape = Self {
            field: Some(condition.field.name().to_owned()),
            regex_values: regex_values(),
            ..Self::default()
        };
        match condition.field {
            ConditionField::HostHeader => Self {
                values: values(),
                host_header_config: Some(patterns()),
                ..shape
            },
            ConditionField::PathPattern => Self {
                values: values(),
                path_pattern_config: Some(patterns()),
                ..shape
            },
            ConditionField::HttpHeader => Self {
                http_header_config: Some(HttpHeaderConfig {
                    http_header_name: condition.http_header_name.clone(),
                    values: values(),
                    regex_values: regex_values(),
                }),
                ..shape
            },
            ConditionField::HttpRequestMethod => Self {
                http_request_method_config: Some(ValuesConfig {
                    values: condition.values,
                }),
                ..shape
            },
            ConditionField::QueryString => Self {
                query_string_config: Some(QueryStringConfig {
                    values: condition.parameters.mirror(),
                }),
                ..shape
            },
            ConditionField::SourceIp => Self {
                source_ip_config: Some(ValuesConfig {
                    values: condition.values,
                }),
                ..shape
            },
        }
    }
}

/// Conditions as the use cases know them.
pub(super) fn requests(conditions: Vec<RuleCondition>) -> Vec<ConditionRequest> {
    conditions.into_iter().map(Into::into).collect()
}

/// Conditions as answers show them.
pub(super) fn shown(conditions: Vec<Condition>) -> Vec<RuleCondition> {
    conditions.into_iter().map(Into::into).collect()
}
