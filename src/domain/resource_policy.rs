//! Policies of resources, evaluated: whether one lets somebody of another account do something.
//!
//! Only what topics need of IAM's language. A condition that cannot be judged here keeps its statement from applying, whether it
//! allows or denies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::filter::pattern_matches;

/// What is asked of a policy.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The action, such as `SNS:Publish`.
    pub action: &'a str,
    /// The resource's ARN.
    pub resource: &'a str,
    /// Who wants to.
    pub asker: Asker<'a>,
    /// What conditions can look at, by name in lower case.
    pub context: BTreeMap<&'static str, String>,
}

/// Who wants to do something.
#[derive(Clone, Debug)]
pub enum Asker<'a> {
    /// A caller, by every principal that covers it.
    Caller(&'a [String]),
    /// A service of AWS, such as `vpce.amazonaws.com`.
    Service(&'a str),
}

/// Whether the policy, a JSON text, allows it. What is denied is not allowed, whatever else is said.
pub fn allows(policy: &str, question: &Question<'_>) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else {
        return false;
    };
    let mut allowed = false;
    for statement in one_or_more(policy.get("Statement")) {
        if !applies(statement, question) {
            continue;
        }
        match statement.get("Effect").and_then(Value::as_str) {
            Some("Deny") => return false,
            Some("Allow") => allowed = true,
            Some(_) | None => {}
        }
    }
    allowed
}

/// The value, or the values in it if it is a list.
fn one_or_more(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(values)) => values.iter().collect(),
        Some(one) => vec![one],
    }
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    one_or_more(value)
        .into_iter()
        .filter_map(Value::as_str)
        .collect()
}

fn applies(statement: &Value, question: &Question<'_>) -> bool {
    let who = match (statement.get("Principal"), statement.get("NotPrincipal")) {
        (Some(principal), _) => names(principal, &question.asker),
        (None, Some(others)) => !names(others, &question.asker),
        (None, None) => false,
    };
    let action = question.action.to_lowercase();
    let is_action = |pattern: &str| pattern_matches(&pattern.to_lowercase(), &action);
    let is_resource = |pattern: &str| pattern_matches(pattern, question.resource);
    who && covers(statement, "Action", "NotAction", is_action)
        && covers(statement, "Resource", "NotResource", is_resource)
        && conditions(statement.get("Condition"), &question.context) == Some(true)
}

fn covers(statement: &Value, member: &str, opposite: &str, fits: impl Fn(&str) -> bool) -> bool {
    match (statement.get(member), statement.get(opposite)) {
        (Some(_), _) => texts(statement.get(member)).into_iter().any(fits),
        (None, Some(_)) => !texts(statement.get(opposite)).into_iter().any(fits),
        (None, None) => false,
    }
}

fn names(principal: &Value, asker: &Asker<'_>) -> bool {
    if principal == "*" {
        return true;
    }
    match asker {
        Asker::Caller(own) => texts(principal.get("AWS"))
            .into_iter()
            .any(|text| text == "*" || own.iter().any(|own| own == text)),
        Asker::Service(name) => texts(principal.get("Service")).contains(name),
    }
}

/// Whether all conditions hold; `None` if one that matters cannot be judged.
fn conditions(
    conditions: Option<&Value>,
    context: &BTreeMap<&'static str, String>,
) -> Option<bool> {
    let Some(Value::Object(operators)) = conditions else {
        return Some(conditions.is_none());
    };
    let mut all = Some(true);
    for (operator, keys) in operators {
        for (key, wanted) in keys.as_object().into_iter().flatten() {
            let actual = context.get(key.to_lowercase().as_str());
            match condition(operator, actual.map(String::as_str), &texts(Some(wanted))) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            }
        }
    }
    all
}

/// Whether one condition holds; `None` if the operator or the key is not known.
fn condition(operator: &str, actual: Option<&str>, wanted: &[&str]) -> Option<bool> {
    let (operator, if_exists) = match operator.strip_suffix("IfExists") {
        Some(operator) => (operator, true),
        None => (operator, false),
    };
    let Some(actual) = actual else {
        return if_exists.then_some(true);
    };
    let any = |fits: &dyn Fn(&str) -> bool| wanted.iter().any(|wanted| fits(wanted));
    let equal = |wanted: &str| wanted == actual;
    let alike = |pattern: &str| pattern_matches(pattern, actual);
    match operator {
        "StringEquals" => Some(any(&equal)),
        "StringNotEquals" => Some(!any(&equal)),
        "StringEqualsIgnoreCase" => Some(any(&|wanted| wanted.eq_ignore_ascii_case(actual))),
        "StringLike" | "ArnLike" | "ArnEquals" => Some(any(&alike)),
        "StringNotLike" | "ArnNotLike" | "ArnNotEquals" => Some(!any(&alike)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::{Asker, Question, allows};

    const TOPIC: &str = "arn:aws:sns:us-east-1:111111111111:orders";

    fn allowed(statements: &Value, asker: Asker<'_>) -> bool {
        let question = Question {
            action: "SNS:Publish",
            resource: TOPIC,
            asker,
            context: BTreeMap::from([
                ("aws:sourceaccount", "111111111111".to_owned()),
                (
                    "aws:sourcearn",
                    "arn:aws:ec2:us-east-1:111111111111:x/y".to_owned(),
                ),
            ]),
        };
        allows(&json!({"Statement": statements}).to_string(), &question)
    }

    #[test]
    fn who_what_and_on_which() {
        let own = ["*", "222222222222", "arn:aws:iam::222222222222:root"].map(str::to_owned);
        for (expected, statement) in [
            (
                true,
                json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}),
            ),
            (
                true,
                json!({"Effect": "Allow", "Principal": {"AWS": ["1", "222222222222"]}, "Action": "sns:pub*", "Resource": TOPIC}),
            ),
            (
                true,
                json!([{"Effect": "Allow", "Principal": {"AWS": "*"}, "NotAction": "SNS:Subscribe", "NotResource": "x"}]),
            ),
            (
                false,
                json!({"Effect": "Allow", "Principal": {"AWS": "333333333333"}, "Action": "*", "Resource": "*"}),
            ),
            (
                false,
                json!({"Effect": "Allow", "Principal": "*", "Action": "SNS:Subscribe", "Resource": "*"}),
            ),
            (
                false,
                json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:sns:*:other"}),
            ),
            (
                false,
                json!({"Effect": "Allow", "NotPrincipal": {"AWS": "222222222222"}, "Action": "*", "Resource": "*"}),
            ),
            (
                false,
                json!({"Effect": "Allow", "Action": "*", "Resource": "*"}),
            ),
            (
                false,
                json!([
                    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
                    {"Effect": "Deny", "Principal": {"AWS": "222222222222"}, "Action": "SNS:Publish", "Resource": "*"},
                ]),
            ),
            (false, json!("nonsense")),
        ] {
            assert_eq!(
                allowed(&statement, Asker::Caller(&own)),
                expected,
                "{statement}"
            );
        }
    }

    #[test]
    fn on_which_conditions() {
        for (expected, condition) in [
            (true, json!({})),
            (
                true,
                json!({"StringEquals": {"aws:SourceAccount": ["9", "111111111111"]}}),
            ),
            (
                true,
                json!({"ArnLike": {"AWS:SourceArn": "arn:aws:ec2:*:111111111111:*"}}),
            ),
            (true, json!({"StringNotEquals": {"aws:SourceAccount": "9"}})),
            (
                true,
                json!({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}),
            ),
            (false, json!({"StringEquals": {"aws:SourceAccount": "9"}})),
            (
                false,
                json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}),
            ),
            (
                false,
                json!({"IpAddress": {"aws:SourceAccount": "10.0.0.0/8"}}),
            ),
            (false, json!("nonsense")),
        ] {
            let statement = json!({
                "Effect": "Allow", "Principal": {"Service": "vpce.amazonaws.com"}, "Action": "SNS:Publish",
                "Resource": TOPIC, "Condition": condition,
            });
            let asker = Asker::Service("vpce.amazonaws.com");
            assert_eq!(allowed(&statement, asker), expected, "{condition}");
        }
        let deny = json!([
            {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        ]);
        assert!(allowed(&deny, Asker::Service("vpce.amazonaws.com")));
    }
}
