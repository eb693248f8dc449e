//! Rules of listeners: what is done with a request that meets conditions.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::listener::{Listener, has_numbers};
use super::listener_action::{Action, target_groups_of};
use super::listener_rule_condition::Condition;
use super::listener_rule_transform::Transform;
use super::scope::Scope;
use super::tag::Tag;

/// What the event log says of every rule that there is.
pub const LISTENER_RULE_STATE: &str = "active";

/// What answers show instead of the priority of a default rule.
pub const DEFAULT_PRIORITY: &str = "default";

/// A rule. Each listener has a default one, for requests that meet no other's conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListenerRule {
    /// Identifier: the listener's ARN with `listener-rule` for `listener`, and 16 more hex digits.
    pub arn: String,
    /// Owner.
    pub scope: Scope,
    /// The listener.
    pub listener_arn: String,
    /// The listener's load balancer.
    pub load_balancer_arn: String,
    /// What a rule has of its own; `None` for a default one, whose actions are the listener's.
    pub custom: Option<CustomRule>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// What rules other than default ones have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomRule {
    /// Its place among the listener's rules, each of which has another. The lowest number comes first.
    pub priority: u32,
    /// What a request must meet; all of them.
    pub conditions: Vec<Condition>,
    /// What is done then.
    pub actions: Vec<Action>,
    /// How the request is rewritten before.
    pub transforms: Vec<Transform>,
}

impl ListenerRule {
    /// The priority, as answers show it.
    pub fn priority(&self) -> String {
        self.custom.as_ref().map_or_else(
            || DEFAULT_PRIORITY.to_owned(),
            |custom| custom.priority.to_string(),
        )
    }

    /// What it has of its own, to be changed; refuses if it is a default rule.
    pub fn custom_mut(&mut self, done: &str) -> Result<&mut CustomRule> {
        let arn = &self.arn;
        self.custom.as_mut().ok_or_else(|| {
            Error::new(
                Code::OperationNotPermitted,
                format!("Default rule '{arn}' cannot be {done}"),
            )
            .about("RuleArn")
        })
    }

    /// The target groups that it forwards to by actions of its own.
    pub fn target_groups(&self) -> Vec<String> {
        self.custom
            .as_ref()
            .map(|custom| target_groups_of(&custom.actions))
            .unwrap_or_default()
    }
}

/// Reads a priority.
pub fn parse_priority(priority: i64) -> Result<u32> {
    match u32::try_from(priority) {
        Ok(priority @ 1..=50_000) => Ok(priority),
        _ => Err(Error::validation(
            "Priority",
            format!("The priority '{priority}' must be between 1 and 50000"),
        )),
    }
}

/// The ARN of a rule of this listener.
pub fn arn(listener: &Listener, number: &str) -> String {
    let listener = listener.arn.replacen(":listener/", ":listener-rule/", 1);
    format!("{listener}/{number}")
}

/// Refuses a text that is no ARN of a listener's rule.
pub fn check_listener_rule_arn(arn: &str) -> Result<()> {
    if has_numbers(arn, "listener-rule/", 3) {
        Ok(())
    } else {
        Err(Error::validation(
            "RuleArn",
            format!("'{arn}' is not a valid listener rule ARN"),
        ))
    }
}

/// The refusal for an ARN that no rule of the caller's has.
pub fn listener_rule_not_found(arn: &str) -> Error {
    Error::new(Code::RuleNotFound, format!("Rule '{arn}' not found")).about("RuleArn")
}

/// The refusal of a priority that another rule of the listener has.
pub fn priority_in_use(priority: u32) -> Error {
    Error::new(
        Code::PriorityInUse,
        format!("Priority '{priority}' is currently in use"),
    )
    .about("Priority")
}

impl Filterable for ListenerRule {
    const FILTERS: &'static [&'static str] = &[
        "is-default",
        "listener-arn",
        "load-balancer-arn",
        "priority",
        "rule-arn",
        "target-group-arn",
    ];

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "is-default" => self.custom.is_none().to_string(),
            "listener-arn" => self.listener_arn.clone(),
            "load-balancer-arn" => self.load_balancer_arn.clone(),
            "priority" => self.priority(),
            "rule-arn" => self.arn.clone(),
            "target-group-arn" => return self.target_groups(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::{check_listener_rule_arn, parse_priority};

    #[test]
    fn arns_and_priorities_of_rules() {
        let prefix = "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/shop";
        let number = "0123456789abcdef";
        let arn = format!("{prefix}/{number}/{number}/{number}");
        assert!(check_listener_rule_arn(&arn).is_ok());
        assert!(check_listener_rule_arn(&format!("{prefix}/{number}/{number}")).is_err());
        assert!(check_listener_rule_arn(&arn.replace("-rule", "")).is_err());
        assert_eq!(parse_priority(50_000).ok(), Some(50_000));
        for bad in [0, 50_001, -1] {
            assert!(parse_priority(bad).is_err(), "{bad}");
        }
    }
}
