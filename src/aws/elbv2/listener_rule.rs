//! The actions of listeners' rules.

use serde::{Deserialize, Serialize};

use super::listener_action::{self, Action as RuleAction};
use super::listener_rule_condition::{self as condition, RuleCondition};
use super::listener_rule_transform::{self as transform, RuleTransform};
use super::shapes::{Empty, Tag, paging, tags};
use crate::app::listener_rule::{self as app, RuleInForce};
use crate::app::listener_rule_list;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Error, Result};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct CreateRule {
    listener_arn: String,
    conditions: Vec<RuleCondition>,
    priority: i64,
    actions: Vec<RuleAction>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    transforms: Vec<RuleTransform>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RulesResponse {
    rules: Vec<RuleShape>,
    next_marker: Option<String>,
}

impl RulesResponse {
    fn of(rules: Vec<RuleInForce>, next_marker: Option<String>) -> Self {
        Self {
            rules: rules.into_iter().map(Into::into).collect(),
            next_marker,
        }
    }
}

impl Action for CreateRule {
    type Response = RulesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<RulesResponse> {
        let command = app::CreateRule {
            listener_arn: self.listener_arn,
            priority: self.priority,
            conditions: condition::requests(self.conditions),
            actions: listener_action::requests(self.actions),
            transforms: transform::requests(self.transforms),
            tags: tags(self.tags),
        };
        let rule = call.run(treatment, command).await?;
        Ok(RulesResponse::of(vec![rule], None))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ModifyRule {
    rule_arn: String,
    #[serde(default)]
    conditions: Vec<RuleCondition>,
    #[serde(default)]
    actions: Vec<RuleAction>,
    #[serde(default)]
    transforms: Vec<RuleTransform>,
    reset_transforms: Option<bool>,
}

impl Action for ModifyRule {
    type Response = RulesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<RulesResponse> {
        let transforms = match (self.reset_transforms, self.transforms.is_empty()) {
            (Some(true), false) => Err(Error::validation(
                "ResetTransforms",
                "Transforms and ResetTransforms cannot be specified at the same time",
            )),
            (Some(true), true) => Ok(Some(Vec::new())),
            (Some(false) | None, true) => Ok(None),
            (Some(false) | None, false) => Ok(Some(transform::requests(self.transforms))),
        }?;
        let command = app::ModifyRule {
            rule_arn: self.rule_arn,
            conditions: condition::requests(self.conditions),
            actions: listener_action::requests(self.actions),
            transforms,
            ..app::ModifyRule::default()
        };
        let rule = call.run(treatment, command).await?;
        Ok(RulesResponse::of(vec![rule], None))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DeleteRule {
    rule_arn: String,
}

impl Action for DeleteRule {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::DeleteRule {
            rule_arn: self.rule_arn,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeRules {
    listener_arn: Option<String>,
    #[serde(default)]
    rule_arns: Vec<String>,
    page_size: Option<i64>,
    marker: Option<String>,
}

impl Action for DescribeRules {
    type Response = RulesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<RulesResponse> {
        let query = listener_rule_list::DescribeRules {
            listener_arn: self.listener_arn,
            arns: self.rule_arns,
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(RulesResponse::of(page.items, page.next))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SetRulePriorities {
    rule_priorities: Vec<RulePriority>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct RulePriority {
    rule_arn: String,
    priority: i64,
}

impl Action for SetRulePriorities {
    type Response = RulesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<RulesResponse> {
        let command = app::SetRulePriorities {
            priorities: self
                .rule_priorities
                .into_iter()
                .map(|pair| (pair.rule_arn, pair.priority))
                .collect(),
        };
        let rules = call.run(treatment, command).await?;
        Ok(RulesResponse::of(rules, None))
    }
}

/// A rule as answers show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RuleShape {
    rule_arn: String,
    priority: String,
    conditions: Vec<RuleCondition>,
    actions: Vec<RuleAction>,
    is_default: bool,
    transforms: Vec<RuleTransform>,
}

impl From<RuleInForce> for RuleShape {
    fn from(shown: RuleInForce) -> Self {
        let rule = shown.rule.value;
        let priority = rule.priority();
        let is_default = rule.custom.is_none();
        let (conditions, transforms) = rule
            .custom
            .map(|custom| (custom.conditions, custom.transforms))
            .unwrap_or_default();
        Self {
            rule_arn: rule.arn,
            priority,
            conditions: condition::shown(conditions),
            actions: listener_action::shown(shown.actions),
            is_default,
            transforms: transform::shown(transforms),
        }
    }
}
