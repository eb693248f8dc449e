//! The conditions of rules: what a request must be like for a rule to apply. Nothing matches requests here yet.

use std::collections::BTreeSet;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;

/// What of a request a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConditionField {
    /// The host.
    HostHeader,
    /// The path.
    PathPattern,
    /// Any other header.
    HttpHeader,
    /// The method.
    HttpRequestMethod,
    /// A parameter of the query.
    QueryString,
    /// Where it comes from.
    SourceIp,
}

impl ConditionField {
    const ALL: [Self; 6] = [
        Self::PathPattern,
        Self::HostHeader,
        Self::HttpHeader,
        Self::HttpRequestMethod,
        Self::QueryString,
        Self::SourceIp,
    ];

    fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|field| field.name() == text)
            .ok_or_else(|| {
                invalid(format!(
                    "Condition field '{text}' must be one of '[{}]'",
                    Self::ALL.map(Self::name).join(",")
                ))
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HostHeader => "host-header",
            Self::PathPattern => "path-pattern",
            Self::HttpHeader => "http-header",
            Self::HttpRequestMethod => "http-request-method",
            Self::QueryString => "query-string",
            Self::SourceIp => "source-ip",
        }
    }

    /// The member that says what it must be.
    const fn settings_name(self) -> &'static str {
        match self {
            Self::HostHeader => "HostHeaderConfig",
            Self::PathPattern => "PathPatternConfig",
            Self::HttpHeader => "HttpHeaderConfig",
            Self::HttpRequestMethod => "HttpRequestMethodConfig",
            Self::QueryString => "QueryStringConfig",
            Self::SourceIp => "SourceIpConfig",
        }
    }

    /// Whether a rule can have several conditions on it.
    const fn is_repeatable(self) -> bool {
        matches!(self, Self::HttpHeader | Self::QueryString)
    }

    const fn has_wildcards(self) -> bool {
        matches!(
            self,
            Self::HostHeader | Self::PathPattern | Self::HttpHeader | Self::QueryString
        )
    }

    const fn has_regular_expressions(self) -> bool {
        matches!(
            self,
            Self::HostHeader | Self::PathPattern | Self::HttpHeader
        )
    }
}

/// A condition: one of its values must be met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// What it looks at.
    pub field: ConditionField,
    /// Which header, for `http-header`.
    pub http_header_name: Option<String>,
    /// Texts, or for `source-ip` networks.
    pub values: Vec<String>,
    /// Parameters, for `query-string`.
    pub parameters: Vec<QueryParameter>,
    /// Regular expressions.
    pub regex_values: Vec<String>,
}

/// A parameter of the query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueryParameter {
    /// Its name; any unless given.
    pub key: Option<String>,
    /// Its value.
    pub value: Option<String>,
}

/// A condition as a client asks for it. Values and regular expressions can stand in the condition itself, or in the member
/// for its field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ConditionRequest {
    /// What it looks at.
    pub field: Option<String>,
    /// For `host-header` and `path-pattern`.
    pub values: Vec<String>,
    /// For `host-header`, `path-pattern` and `http-header`.
    pub regex_values: Vec<String>,
    /// For `host-header`.
    pub host_header: Option<ConditionValues>,
    /// For `path-pattern`.
    pub path_pattern: Option<ConditionValues>,
    /// For `http-header`.
    pub http_header: Option<ConditionValues>,
    /// Which header, for `http-header`.
    pub http_header_name: Option<String>,
    /// For `http-request-method`.
    pub http_request_method: Option<ConditionValues>,
    /// For `query-string`.
    pub query_string: Option<Vec<QueryParameter>>,
    /// For `source-ip`.
    pub source_ip: Option<ConditionValues>,
}

/// What one of must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ConditionValues {
    /// Texts, or for `source-ip` networks.
    pub values: Vec<String>,
    /// Regular expressions.
    pub regex_values: Vec<String>,
}

impl ConditionRequest {
    /// The fields for which there are members.
    fn given(&self) -> impl Iterator<Item = ConditionField> {
        [
            (ConditionField::HostHeader, self.host_header.is_some()),
            (ConditionField::PathPattern, self.path_pattern.is_some()),
            (
                ConditionField::HttpHeader,
                self.http_header.is_some() || self.http_header_name.is_some(),
            ),
            (
                ConditionField::HttpRequestMethod,
                self.http_request_method.is_some(),
            ),
            (ConditionField::QueryString, self.query_string.is_some()),
            (ConditionField::SourceIp, self.source_ip.is_some()),
        ]
        .into_iter()
        .filter_map(|(field, is_given)| is_given.then_some(field))
    }

    fn decide(self) -> Result<Condition> {
        let field = self.field.as_deref().unwrap_or_default();
        let field = ConditionField::parse(field)?;
        let name = field.name();
        if let Some(other) = self.given().find(|given| *given != field) {
            return Err(invalid(format!(
                "The '{}' field is not compatible with '{name}'",
                other.settings_name()
            )));
        }
        let own = match field {
            ConditionField::HostHeader => self.host_header,
            ConditionField::PathPattern => self.path_pattern,
            ConditionField::HttpHeader => self.http_header,
            ConditionField::HttpRequestMethod => self.http_request_method,
            ConditionField::SourceIp => self.source_ip,
            ConditionField::QueryString => None,
        };
        let outside = ConditionValues {
            values: self.values,
            regex_values: self.regex_values,
        };
        let own = chosen(field, outside, own)?;
        let condition = Condition {
            field,
            http_header_name: self.http_header_name,
            values: own.values,
            parameters: self.query_string.unwrap_or_default(),
            regex_values: own.regex_values,
        };
        condition.check()?;
        Ok(condition)
    }
}

/// The values that stand in the condition itself, or those in the member for its field.
fn chosen(
    field: ConditionField,
    outside: ConditionValues,
    own: Option<ConditionValues>,
) -> Result<ConditionValues> {
    let (name, member) = (field.name(), field.settings_name());
    let takes_values = matches!(
        field,
        ConditionField::HostHeader | ConditionField::PathPattern
    );
    if !outside.values.is_empty() && !takes_values {
        return Err(invalid(format!(
            "The 'Values' field is not compatible with '{name}'"
        )));
    }
    if outside.values.len() > 1 {
        return Err(invalid(format!(
            "The '{name}' field contains too many values; the limit is '1'"
        )));
    }
    let mut own = own.unwrap_or_default();
    for (what, outside, own) in [
        ("Values", outside.values, &mut own.values),
        ("RegexValues", outside.regex_values, &mut own.regex_values),
    ] {
        if outside.is_empty() {
            continue;
        }
        // Both at once is what descriptions show, and what a client sends that takes a rule for a template.
        if !own.is_empty() && *own != outside {
            return Err(invalid(format!(
                "You cannot provide both {what} and '{member}' for a condition of type '{name}'"
            )));
        }
        *own = outside;
    }
    Ok(own)
}

impl Condition {
    /// How many values it has.
    fn count(&self) -> usize {
        self.values.len() + self.parameters.len() + self.regex_values.len()
    }

    /// Every text in which wildcards can be.
    fn patterns(&self) -> impl Iterator<Item = &str> {
        let parameters = self.parameters.iter();
        let parameters = parameters.flat_map(|pair| pair.key.iter().chain(&pair.value));
        self.values
            .iter()
            .chain(parameters)
            .map(String::as_str)
            .filter(|_| self.field.has_wildcards())
    }

    fn check(&self) -> Result<()> {
        let (name, member) = (self.field.name(), self.field.settings_name());
        if self.field == ConditionField::HttpHeader {
            let header = self.http_header_name.as_deref().unwrap_or_default();
            check_header_name(header)?;
        }
        if self.count() == 0 {
            return Err(invalid(match self.field {
                ConditionField::HostHeader | ConditionField::PathPattern => {
                    "A condition value must be specified".to_owned()
                }
                ConditionField::HttpHeader
                | ConditionField::HttpRequestMethod
                | ConditionField::QueryString
                | ConditionField::SourceIp => {
                    format!("A '{member}' must be specified with '{name}'")
                }
            }));
        }
        if !self.regex_values.is_empty() && !self.field.has_regular_expressions() {
            return Err(invalid(format!(
                "The 'RegexValues' field is not compatible with '{name}'"
            )));
        }
        let most = match self.field {
            ConditionField::HttpRequestMethod => limit::CONDITION_METHOD_CHARS,
            ConditionField::HostHeader
            | ConditionField::PathPattern
            | ConditionField::HttpHeader
            | ConditionField::QueryString
            | ConditionField::SourceIp => limit::CONDITION_VALUE_CHARS,
        };
        for value in self.values.iter().chain(&self.regex_values) {
            check_chars(name, value, most)?;
        }
        self.values
            .iter()
            .try_for_each(|value| self.field.check_value(value))?;
        self.parameters.iter().try_for_each(QueryParameter::check)
    }
}

impl ConditionField {
    fn check_value(self, value: &str) -> Result<()> {
        let is_of = |special: &str| {
            value
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || special.contains(character))
        };
        let (is_valid, expected) = match self {
            Self::HostHeader => (is_of("-.*?"), "letters, digits, and the characters -.*?"),
            Self::PathPattern => (
                is_of("_-.$/~\"'@:+&*?"),
                "letters, digits, and the characters _-.$/~\"'@:+&*?",
            ),
            Self::HttpRequestMethod => (
                value
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || b"-_".contains(&byte)),
                "A-Z, hyphen and underscore",
            ),
            Self::SourceIp => (value.parse::<IpNet>().is_ok(), "an IPv4 or IPv6 CIDR block"),
            Self::HttpHeader | Self::QueryString => (true, ""),
        };
        if is_valid {
            return Ok(());
        }
        Err(invalid(format!(
            "The '{}' value '{value}' is invalid; allowed are {expected}",
            self.name()
        )))
    }
}

impl QueryParameter {
    fn check(&self) -> Result<()> {
        let Some(value) = self.value.as_deref().filter(|value| !value.is_empty()) else {
            return Err(invalid(
                "A 'Value' must be specified in 'QueryStringKeyValuePair'".to_owned(),
            ));
        };
        check_chars("Value", value, limit::CONDITION_VALUE_CHARS)?;
        match &self.key {
            Some(key) => check_chars("Key", key, limit::CONDITION_VALUE_CHARS),
            None => Ok(()),
        }
    }
}

fn check_header_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(invalid(
            "A 'HttpHeaderName' must be specified with 'http-header'".to_owned(),
        ));
    }
    if name.len() > limit::CONDITION_HEADER_CHARS {
        return Err(invalid(format!(
            "The 'HttpHeaderName' value is too long; the limit is '{}'",
            limit::CONDITION_HEADER_CHARS
        )));
    }
    let is_token = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !is_token {
        return Err(invalid(format!(
            "The 'HttpHeaderName' value '{name}' is not the name of a header"
        )));
    }
    if name.eq_ignore_ascii_case("host") {
        return Err(invalid(
            "The host header cannot be used with 'http-header'; use 'host-header'".to_owned(),
        ));
    }
    Ok(())
}

fn check_chars(name: &str, value: &str, most: usize) -> Result<()> {
    match value.chars().count() {
        0 => Err(invalid("A condition value must be specified".to_owned())),
        chars if chars > most => Err(invalid(format!(
            "The '{name}' value is too long; the limit is '{most}'"
        ))),
        _ => Ok(()),
    }
}

/// The conditions that are asked for, if a rule can have them together.
pub fn decide_conditions(requests: Vec<ConditionRequest>) -> Result<Vec<Condition>> {
    if requests.is_empty() {
        return Err(invalid("A condition must be specified".to_owned()));
    }
    let conditions: Vec<Condition> = requests
        .into_iter()
        .map(ConditionRequest::decide)
        .collect::<Result<_>>()?;
    let mut fields = BTreeSet::new();
    for condition in &conditions {
        if !fields.insert(condition.field) && !condition.field.is_repeatable() {
            return Err(invalid(format!(
                "A rule can have only one condition of the field '{}'",
                condition.field.name()
            )));
        }
    }
    if conditions.iter().map(Condition::count).sum::<usize>() > limit::CONDITION_VALUES_PER_RULE {
        return Err(invalid(format!(
            "A rule can only have '{}' condition values",
            limit::CONDITION_VALUES_PER_RULE
        )));
    }
    let wildcards: usize = conditions
        .iter()
        .flat_map(Condition::patterns)
        .map(|pattern| pattern.matches(['*', '?']).count())
        .sum();
    if wildcards > limit::CONDITION_WILDCARDS_PER_RULE {
        return Err(invalid(format!(
            "A rule can only have '{}' condition wildcards",
            limit::CONDITION_WILDCARDS_PER_RULE
        )));
    }
    Ok(conditions)
}

fn invalid(message: String) -> Error {
    Error::new(Code::ValidationError, message).about("Conditions")
}

#[cfg(test)]
mod tests {
    use super::{ConditionRequest, ConditionValues, QueryParameter, decide_conditions};

    fn of(field: &str) -> ConditionRequest {
        ConditionRequest {
            field: Some(field.to_owned()),
            ..ConditionRequest::default()
        }
    }

    fn values(values: &[&str]) -> ConditionValues {
        ConditionValues {
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            regex_values: Vec::new(),
        }
    }

    fn hosts(hosts: &[&str]) -> ConditionRequest {
        ConditionRequest {
            host_header: Some(values(hosts)),
            ..of("host-header")
        }
    }

    fn refusal(requests: Vec<ConditionRequest>) -> String {
        decide_conditions(requests)
            .err()
            .map_or_else(String::new, |error| error.message)
    }

    #[test]
    fn values_stand_here_or_there() {
        let outside = ConditionRequest {
            values: vec!["a.example.com".to_owned()],
            ..of("host-header")
        };
        let inside = hosts(&["a.example.com"]);
        let both = ConditionRequest {
            host_header: inside.host_header.clone(),
            ..outside.clone()
        };
        let expected = decide_conditions(vec![inside]).unwrap();
        assert_eq!(
            decide_conditions(vec![outside.clone()]).ok(),
            Some(expected.clone())
        );
        assert_eq!(decide_conditions(vec![both]).ok(), Some(expected));
        let different = ConditionRequest {
            host_header: Some(values(&["b.example.com"])),
            ..outside
        };
        assert_eq!(
            refusal(vec![different]),
            "You cannot provide both Values and 'HostHeaderConfig' for a condition of type 'host-header'"
        );
    }

    #[test]
    fn conditions_that_cannot_be() {
        let methods = |names: &[&str]| ConditionRequest {
            http_request_method: Some(values(names)),
            ..of("http-request-method")
        };
        let sources = |networks: &[&str]| ConditionRequest {
            source_ip: Some(values(networks)),
            ..of("source-ip")
        };
        let header = |name: &str| ConditionRequest {
            http_header_name: Some(name.to_owned()),
            http_header: Some(values(&["x"])),
            ..of("http-header")
        };
        let query = |key: Option<&str>, value: &str| ConditionRequest {
            query_string: Some(vec![QueryParameter {
                key: key.map(str::to_owned),
                value: Some(value.to_owned()),
            }]),
            ..of("query-string")
        };
        for good in [
            methods(&["GET", "X_Y-Z"]),
            sources(&["10.0.0.0/8", "2001:db8::/32"]),
            header("User-Agent"),
            query(None, "*"),
            hosts(&["*.example.com"]),
        ] {
            assert_eq!(refusal(vec![good]), "");
        }
        let long = "a".repeat(129);
        for bad in [
            of("colour"),
            of("host-header"),
            of("source-ip"),
            methods(&["get"]),
            sources(&["10.0.0.1"]),
            header("Host"),
            header("a b"),
            query(Some("a"), ""),
            hosts(&[&long]),
            hosts(&["a b"]),
            ConditionRequest {
                regex_values: vec!["^a".to_owned()],
                ..methods(&["GET"])
            },
            ConditionRequest {
                values: vec!["x".to_owned()],
                ..header("Accept")
            },
            ConditionRequest {
                field: Some("path-pattern".to_owned()),
                ..hosts(&["a.example.com"])
            },
        ] {
            assert_ne!(refusal(vec![bad.clone()]), "", "{bad:?}");
        }
    }

    #[test]
    fn conditions_that_cannot_be_together() {
        let host = || hosts(&["a.example.com"]);
        assert_eq!(
            refusal(vec![host(), host()]),
            "A rule can have only one condition of the field 'host-header'"
        );
        assert_eq!(
            refusal(vec![hosts(&["a", "b", "c", "d", "e", "f"])]),
            "A rule can only have '5' condition values"
        );
        assert_eq!(
            refusal(vec![hosts(&["*a*b*c*d*e*f*"])]),
            "A rule can only have '6' condition wildcards"
        );
    }
}
