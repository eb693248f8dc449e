//! Actions that forward to target groups: to one, or to several by their weights.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;
use super::listener_action::invalid_action;
use super::load_balancer_type::LoadBalancerType;

/// Target groups and how requests are spread over them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ForwardConfig {
    /// The target groups, each once.
    pub target_groups: Vec<WeightedTargetGroup>,
    /// Whether a client stays with a target group.
    pub target_group_stickiness_config: Option<TargetGroupStickinessConfig>,
}

/// A target group and its share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WeightedTargetGroup {
    /// The target group.
    pub target_group_arn: String,
    /// Its share among the target groups, from 0 to 999.
    pub weight: Option<i64>,
}

/// Whether, and for how long, a client stays with a target group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetGroupStickinessConfig {
    /// Whether it does.
    pub enabled: Option<bool>,
    /// For how long, from 1 to 604 800.
    pub duration_seconds: Option<i64>,
}

/// Refuses target groups that don't go together.
pub(super) fn check(target_group_arn: Option<&str>, config: Option<&ForwardConfig>) -> Result<()> {
    let Some(config) = config else {
        return Ok(());
    };
    config.check()?;
    match (target_group_arn, config.target_groups.as_slice()) {
        (None, _) => Ok(()),
        (Some(arn), [group]) if group.target_group_arn == arn => Ok(()),
        (Some(_), _) => Err(invalid_action(
            "TargetGroupArn and ForwardConfig must name the same target group",
        )),
    }
}

impl ForwardConfig {
    fn check(&self) -> Result<()> {
        if self.target_groups.is_empty() {
            return Err(invalid_action("A forward action must name a target group"));
        }
        if self.target_groups.len() > limit::TARGET_GROUPS_PER_ACTION {
            return Err(invalid_action(format!(
                "A forward action can have at most {} target groups",
                limit::TARGET_GROUPS_PER_ACTION
            )));
        }
        let mut arns = BTreeSet::new();
        for group in &self.target_groups {
            if !arns.insert(&group.target_group_arn) {
                return Err(invalid_action(format!(
                    "The target group '{}' was specified more than once",
                    group.target_group_arn
                )));
            }
            if group
                .weight
                .is_some_and(|weight| !(0..=999).contains(&weight))
            {
                return Err(Error::new(
                    Code::ValidationError,
                    "The weight of a target group must be between 0 and 999",
                ));
            }
        }
        self.target_group_stickiness_config
            .as_ref()
            .map_or(Ok(()), TargetGroupStickinessConfig::check)
    }

    /// Refuses what only application load balancers can do.
    pub(super) fn check_load_balancer_type(
        &self,
        load_balancer_type: LoadBalancerType,
    ) -> Result<()> {
        let sticks = self
            .target_group_stickiness_config
            .as_ref()
            .is_some_and(|config| config.enabled == Some(true));
        match load_balancer_type {
            LoadBalancerType::Network | LoadBalancerType::Gateway if sticks => Err(invalid_action(
                "Target group stickiness is not supported for listeners of network and gateway load balancers",
            )),
            LoadBalancerType::Gateway if self.target_groups.len() > 1 => Err(invalid_action(
                "Listeners of gateway load balancers forward to one target group",
            )),
            LoadBalancerType::Application
            | LoadBalancerType::Network
            | LoadBalancerType::Gateway => Ok(()),
        }
    }
}

impl TargetGroupStickinessConfig {
    fn check(&self) -> Result<()> {
        if self
            .duration_seconds
            .is_some_and(|seconds| !(1..=604_800).contains(&seconds))
        {
            return Err(Error::new(
                Code::ValidationError,
                "The duration of target group stickiness must be between 1 and 604800 seconds",
            ));
        }
        if self.enabled == Some(true) && self.duration_seconds.is_none() {
            return Err(Error::new(
                Code::ValidationError,
                "A duration must be specified when target group stickiness is enabled",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ForwardConfig, TargetGroupStickinessConfig, WeightedTargetGroup, check};
    use crate::domain::load_balancer_type::LoadBalancerType;

    fn config(arns: &[&str]) -> ForwardConfig {
        ForwardConfig {
            target_groups: arns
                .iter()
                .map(|arn| WeightedTargetGroup {
                    target_group_arn: (*arn).to_owned(),
                    weight: None,
                })
                .collect(),
            target_group_stickiness_config: None,
        }
    }

    fn code(arn: Option<&str>, config: &ForwardConfig) -> &'static str {
        check(arn, Some(config))
            .err()
            .map_or("", |error| error.code.name())
    }

    #[test]
    fn target_groups_that_go_together() {
        assert_eq!(code(None, &config(&["a", "b"])), "");
        assert_eq!(code(Some("a"), &config(&["a"])), "");
        let many = ["a", "b", "c", "d", "e", "f"];
        for (arn, arns) in [
            (Some("a"), &["b"][..]),
            (Some("a"), &["a", "b"]),
            (None, &[]),
            (None, &["a", "a"]),
            (None, &many),
        ] {
            assert_eq!(
                code(arn, &config(arns)),
                "InvalidLoadBalancerAction",
                "{arns:?}"
            );
        }
        let mut heavy = config(&["a"]);
        heavy.target_groups[0].weight = Some(1_000);
        assert_eq!(code(None, &heavy), "ValidationError");
    }

    #[test]
    fn stickiness_has_a_duration() {
        let sticky = |duration_seconds| ForwardConfig {
            target_group_stickiness_config: Some(TargetGroupStickinessConfig {
                enabled: Some(true),
                duration_seconds,
            }),
            ..config(&["a"])
        };
        assert_eq!(code(None, &sticky(Some(60))), "");
        assert_eq!(code(None, &sticky(Some(0))), "ValidationError");
        assert_eq!(code(None, &sticky(None)), "ValidationError");
        let network = sticky(Some(60)).check_load_balancer_type(LoadBalancerType::Network);
        assert!(network.is_err());
    }
}
