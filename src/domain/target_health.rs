//! The health of targets: what follows from where they are, and what was set over the REST API, since nothing checks them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::limit;
use super::load_balancer::LoadBalancer;
use super::target::ALL_ZONES;

/// What is known of a target's health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetHealth {
    /// The target is not in the group.
    NotRegistered,
    /// No listener of a load balancer forwards to the group.
    NotInUse,
    /// The load balancer has no subnet in the target's zone.
    ZoneNotEnabled,
    /// The target is in use, and nothing checks it.
    NotChecked,
    /// The target is a function in use, and its group says that it is not to be checked.
    CheckDisabled,
    /// The target is in use, and somebody said how it is.
    Set(SetHealth),
}

/// A health that somebody set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetHealth {
    /// AWS's state.
    pub state: HealthState,
    /// AWS's code of the reason. Healthy targets have none.
    pub reason: Option<String>,
    /// The reason in words. Healthy targets have none.
    pub description: Option<String>,
}

/// The states that can be set. `unused` follows from where the target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HealthState {
    /// Registration or first checks are under way.
    #[serde(rename = "initial")]
    Initial,
    /// It answers.
    #[serde(rename = "healthy")]
    Healthy,
    /// It does not answer as it should.
    #[serde(rename = "unhealthy")]
    Unhealthy,
    /// It does not, and its connections are about to be ended.
    #[serde(rename = "unhealthy.draining")]
    UnhealthyDraining,
    /// It is being deregistered.
    #[serde(rename = "draining")]
    Draining,
    /// Nothing is known.
    #[serde(rename = "unavailable")]
    Unavailable,
}

impl HealthState {
    const ALL: [Self; 6] = [
        Self::Initial,
        Self::Healthy,
        Self::Unhealthy,
        Self::UnhealthyDraining,
        Self::Draining,
        Self::Unavailable,
    ];

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Healthy => "healthy",
            Self::Unhealthy => "unhealthy",
            Self::UnhealthyDraining => "unhealthy.draining",
            Self::Draining => "draining",
            Self::Unavailable => "unavailable",
        }
    }

    /// The reasons that targets in this state can have, the usual one first, each with AWS's words. Healthy targets have none.
    const fn reasons(self) -> &'static [(&'static str, &'static str)] {
        const UNHEALTHY: &[(&str, &str)] = &[
            ("Target.FailedHealthChecks", "Health checks failed"),
            (
                "Target.ResponseCodeMismatch",
                "Health checks failed with an unexpected code",
            ),
            ("Target.Timeout", "Request timed out"),
            (
                "Elb.InternalError",
                "Health checks failed due to an internal error",
            ),
        ];
        match self {
            Self::Initial => &[
                (
                    "Elb.InitialHealthChecking",
                    "Initial health checks in progress",
                ),
                (
                    "Elb.RegistrationInProgress",
                    "Target registration is in progress",
                ),
            ],
            Self::Healthy => &[],
            Self::Unhealthy | Self::UnhealthyDraining => UNHEALTHY,
            Self::Draining => &[(
                "Target.DeregistrationInProgress",
                "Target deregistration is in progress",
            )],
            Self::Unavailable => &[
                (
                    "Elb.InternalError",
                    "Target health is unavailable due to an internal error",
                ),
                (
                    "Target.HealthCheckDisabled",
                    "Health checks are not enabled for this target",
                ),
            ],
        }
    }
}

impl SetHealth {
    /// Decides a health by what a client says of it: without a reason it is the state's usual one, without a description
    /// AWS's words for it.
    pub fn decide(state: &str, reason: Option<&str>, description: Option<String>) -> Result<Self> {
        let state = HealthState::ALL
            .into_iter()
            .find(|known| known.name() == state)
            .ok_or_else(|| {
                Error::validation(
                    "State",
                    format!(
                        "The state '{state}' is not valid: expected one of '{}'",
                        HealthState::ALL.map(HealthState::name).join(", ")
                    ),
                )
            })?;
        let reasons = state.reasons();
        let known = match reason {
            None => reasons.first(),
            Some(reason) => Some(
                reasons
                    .iter()
                    .find(|(known, _)| *known == reason)
                    .ok_or_else(|| {
                        Error::validation(
                            "Reason",
                            format!(
                                "The reason '{reason}' does not belong to the state '{}'",
                                state.name()
                            ),
                        )
                    })?,
            ),
        };
        if known.is_none() && description.is_some() {
            return Err(Error::validation(
                "Description",
                format!("The state '{}' has no description", state.name()),
            ));
        }
        if description
            .as_ref()
            .is_some_and(|text| text.chars().count() > limit::TARGET_HEALTH_DESCRIPTION_CHARS)
        {
            return Err(Error::validation(
                "Description",
                format!(
                    "The description can have at most {} characters",
                    limit::TARGET_HEALTH_DESCRIPTION_CHARS
                ),
            ));
        }
        Ok(Self {
            state,
            reason: known.map(|(reason, _)| (*reason).to_owned()),
            description: description.or_else(|| known.map(|(_, words)| (*words).to_owned())),
        })
    }
}

impl TargetHealth {
    /// The health of a registered target, whose group is behind `load_balancers` and checks its targets or not.
    pub fn of<'a>(
        availability_zone: Option<&str>,
        set: Option<&SetHealth>,
        is_checked: bool,
        load_balancers: impl IntoIterator<Item = &'a LoadBalancer>,
    ) -> Self {
        let mut load_balancers = load_balancers.into_iter().peekable();
        if load_balancers.peek().is_none() {
            return Self::NotInUse;
        }
        let covered = match availability_zone {
            Some(zone) if zone != ALL_ZONES => {
                load_balancers.any(|load_balancer| load_balancer.covers_zone(zone))
            }
            Some(_) | None => true,
        };
        match (covered, set, is_checked) {
            (false, _, _) => Self::ZoneNotEnabled,
            (true, Some(set), _) => Self::Set(set.clone()),
            (true, None, true) => Self::NotChecked,
            (true, None, false) => Self::CheckDisabled,
        }
    }

    /// AWS's state.
    pub const fn state(&self) -> &'static str {
        match self {
            Self::NotRegistered | Self::NotInUse | Self::ZoneNotEnabled => "unused",
            Self::NotChecked | Self::CheckDisabled => "unavailable",
            Self::Set(health) => health.state.name(),
        }
    }

    /// AWS's code of the reason.
    pub fn reason(&self) -> Option<Cow<'static, str>> {
        let known = match self {
            Self::NotRegistered => "Target.NotRegistered",
            Self::NotInUse | Self::ZoneNotEnabled => "Target.NotInUse",
            Self::NotChecked | Self::CheckDisabled => "Target.HealthCheckDisabled",
            Self::Set(health) => return health.reason.clone().map(Cow::Owned),
        };
        Some(Cow::Borrowed(known))
    }

    /// The reason in words.
    pub fn description(&self) -> Option<Cow<'static, str>> {
        let known = match self {
            Self::NotRegistered => "Target is not registered to the target group",
            Self::NotInUse => {
                "Target group is not configured to receive traffic from the load balancer"
            }
            Self::ZoneNotEnabled => {
                "Target is in an Availability Zone that is not enabled for the load balancer"
            }
            Self::NotChecked => "privlink performs no health checks",
            Self::CheckDisabled => "Health checks are not enabled for this target",
            Self::Set(health) => return health.description.clone().map(Cow::Owned),
        };
        Some(Cow::Borrowed(known))
    }

    /// Whether the target answers.
    pub const fn is_healthy(&self) -> bool {
        matches!(
            self,
            Self::Set(SetHealth {
                state: HealthState::Healthy,
                ..
            })
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{HealthState, SetHealth, TargetHealth};
    use crate::domain::load_balancer::{Scheme, example};
    use crate::domain::load_balancer_type::LoadBalancerType;

    #[test]
    fn health_follows_from_the_place_first() {
        let balancer = example(LoadBalancerType::Network, Some(Scheme::Internal));
        let healthy = SetHealth::decide("healthy", None, None).unwrap();
        let state = |zone, set: Option<&SetHealth>, is_checked, balancers: &[_]| {
            let health = TargetHealth::of(zone, set, is_checked, balancers);
            let reason = health.reason().unwrap_or_default();
            format!("{} {reason}", health.state())
        };
        let zone = Some("us-east-1a");
        let one = [balancer];
        assert_eq!(
            state(zone, Some(&healthy), true, &[]),
            "unused Target.NotInUse"
        );
        assert_eq!(
            state(zone, Some(&healthy), true, &one),
            "unused Target.NotInUse"
        );
        assert_eq!(state(Some("all"), Some(&healthy), true, &one), "healthy ");
        assert_eq!(
            state(None, None, true, &one),
            "unavailable Target.HealthCheckDisabled"
        );
        assert_eq!(
            state(None, None, false, &one),
            "unavailable Target.HealthCheckDisabled"
        );
    }

    #[test]
    fn states_and_their_reasons() {
        let mut table = String::new();
        for state in HealthState::ALL {
            let health = SetHealth::decide(state.name(), None, None).unwrap();
            table += &format!(
                "{}: {} ({})\n",
                state.name(),
                health.reason.unwrap_or_default(),
                health.description.unwrap_or_default()
            );
        }
        assert_eq!(
            table,
            "\
initial: Elb.InitialHealthChecking (Initial health checks in progress)
healthy:  ()
unhealthy: Target.FailedHealthChecks (Health checks failed)
unhealthy.draining: Target.FailedHealthChecks (Health checks failed)
draining: Target.DeregistrationInProgress (Target deregistration is in progress)
unavailable: Elb.InternalError (Target health is unavailable due to an internal error)
"
        );
    }

    #[test]
    fn refuses_what_no_target_can_be() {
        let code = |state: &str, reason: Option<&str>, description: Option<String>| {
            SetHealth::decide(state, reason, description)
                .err()
                .and_then(|error| error.parameter)
                .unwrap_or_default()
        };
        assert_eq!(code("unhealthy", Some("Target.Timeout"), None), "");
        assert_eq!(code("unused", None, None), "State");
        assert_eq!(code("healthy", Some("Target.Timeout"), None), "Reason");
        assert_eq!(code("draining", Some("Target.Timeout"), None), "Reason");
        assert_eq!(
            code("healthy", None, Some("fine".to_owned())),
            "Description"
        );
        assert_eq!(
            code("unhealthy", None, Some("x".repeat(1_025))),
            "Description"
        );
    }
}
