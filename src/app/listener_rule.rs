//! Rules of listeners.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::context::{Command, Session};
use super::list::Listed;
use super::listener;
use super::listener_target::{self as target, Place};
use super::load_balancer;
use crate::domain::entropy;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filterable;
use crate::domain::limit;
use crate::domain::listener::Listener;
use crate::domain::listener_action::{
    Action, ActionRequest, check_actions, decide_actions, target_groups_of,
};
use crate::domain::listener_protocol::ListenerProtocol;
use crate::domain::listener_rule::{
    self, CustomRule, LISTENER_RULE_STATE, ListenerRule, check_listener_rule_arn,
    listener_rule_not_found, parse_priority, priority_in_use,
};
use crate::domain::listener_rule_condition::{ConditionRequest, decide_conditions};
use crate::domain::listener_rule_transform::{TransformRequest, decide_transforms};
use crate::domain::load_balancer::LoadBalancer;
use crate::domain::load_balancer_type::LoadBalancerType;
use crate::domain::load_balancing_tag;
use crate::domain::tag::Tag;
use crate::store::{Stored, Tx};

/// A rule and what it does: its own actions, or for a default rule the listener's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInForce {
    /// The rule.
    pub rule: Stored<ListenerRule>,
    /// The actions.
    pub actions: Vec<Action>,
}

impl Listed for RuleInForce {
    type Document = ListenerRule;
    const NAME: &'static str = "DescribeRules";

    fn check_id(arn: &str) -> Result<()> {
        check_listener_rule_arn(arn)
    }

    fn not_found(arn: &str) -> Error {
        listener_rule_not_found(arn)
    }

    async fn assemble(tx: &mut Tx, documents: Vec<Stored<ListenerRule>>) -> Result<Vec<Self>> {
        let defaults = documents.iter().filter(|rule| rule.custom.is_none());
        let arns: BTreeSet<&str> = defaults.map(|rule| rule.listener_arn.as_str()).collect();
        let arns: Vec<&str> = arns.into_iter().collect();
        let listeners: Vec<Stored<Listener>> = match documents.first() {
            Some(rule) if !arns.is_empty() => tx.get_many(&rule.scope, &arns).await?,
            _ => Vec::new(),
        };
        documents
            .into_iter()
            .map(|rule| {
                let actions = match &rule.custom {
                    Some(custom) => custom.actions.clone(),
                    None => listeners
                        .iter()
                        .find(|listener| listener.arn == rule.listener_arn)
                        .map(|listener| listener.default_actions.clone())
                        .ok_or_else(|| Error::internal("a rule without its listener"))?,
                };
                Ok(Self { rule, actions })
            })
            .collect()
    }
}

impl Filterable for RuleInForce {
    const FILTERS: &'static [&'static str] = ListenerRule::FILTERS;

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "target-group-arn" => target_groups_of(&self.actions),
            _ => self.rule.filter_values(name),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.rule.tags
    }
}

/// Creates a rule of a listener of an application load balancer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateRule {
    /// The listener.
    pub listener_arn: String,
    /// One that no other rule of the listener has, from 1 to 50 000.
    pub priority: i64,
    /// What a request must meet.
    pub conditions: Vec<ConditionRequest>,
    /// What is done then.
    pub actions: Vec<ActionRequest>,
    /// How the request is rewritten before.
    pub transforms: Vec<TransformRequest>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateRule {
    const NAME: &'static str = "CreateRule";
    type Output = RuleInForce;

    async fn execute(self, session: &mut Session) -> Result<RuleInForce> {
        let listener = listener::find(session, &self.listener_arn).await?;
        let load_balancer = load_balancer::find(session, &listener.load_balancer_arn).await?;
        if load_balancer.load_balancer_type != LoadBalancerType::Application {
            return Err(Error::new(
                Code::UnsupportedProtocol,
                "Rules can be created only for listeners of application load balancers",
            )
            .about("ListenerArn"));
        }
        let custom = CustomRule {
            priority: parse_priority(self.priority)?,
            conditions: decide_conditions(self.conditions)?,
            actions: decide_actions(self.actions, &[]).map_err(about_actions)?,
            transforms: decide_transforms(self.transforms)?,
        };
        let mut rule = new_rule(session, &listener, Some(custom));
        rule.tags = load_balancing_tag::validated(self.tags)?;
        check(session, &load_balancer, &listener, &rule).await?;
        refuse_taken_priorities(session, &[], &[&rule]).await?;
        let rules = session
            .tx
            .rules_of_load_balancer(&load_balancer.arn)
            .await?;
        if rules >= limit::RULES_PER_LOAD_BALANCER {
            return Err(Error::new(
                Code::TooManyRules,
                format!(
                    "A load balancer can have at most {} rules",
                    limit::RULES_PER_LOAD_BALANCER
                ),
            ));
        }
        let rule = session.tx.insert(rule).await?;
        note_target_groups(session, &rule).await?;
        record(session, &rule, None, Some(LISTENER_RULE_STATE)).await?;
        in_force(session, rule).await
    }
}

/// A rule of this listener that is not there yet.
fn new_rule(session: &Session, listener: &Listener, custom: Option<CustomRule>) -> ListenerRule {
    let number = entropy::hex(&*session.entropy, 16);
    ListenerRule {
        arn: listener_rule::arn(listener, &number),
        scope: listener.scope.clone(),
        listener_arn: listener.arn.clone(),
        load_balancer_arn: listener.load_balancer_arn.clone(),
        custom,
        tags: Vec::new(),
        created_at: session.now,
    }
}

/// Creates the default rule of a listener, of which the listener's event tells.
pub(super) async fn create_default(session: &mut Session, listener: &Listener) -> Result<()> {
    let rule = new_rule(session, listener, None);
    session.tx.insert(rule).await.map(drop)
}

/// Deletes all rules of a listener, of which the listener's event tells.
pub(super) async fn delete_all(session: &mut Session, listener_arn: &str) -> Result<()> {
    for rule in session.tx.rules_of_listener(listener_arn).await? {
        session.tx.target_group_uses_delete(&rule.arn).await?;
        session.tx.delete(&rule).await?;
    }
    Ok(())
}

/// Refuses a listener's new protocol if its rules cannot be had with it.
pub(super) async fn check_protocol(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    listener: &Listener,
) -> Result<()> {
    for rule in session.tx.rules_of_listener(&listener.arn).await? {
        let protocol = listener.protocol();
        check_own_actions(&rule, load_balancer, protocol)
            .map_err(|error| error.about("Protocol"))?;
    }
    Ok(())
}

fn check_own_actions(
    rule: &ListenerRule,
    load_balancer: &LoadBalancer,
    protocol: Option<ListenerProtocol>,
) -> Result<()> {
    rule.custom.as_ref().map_or(Ok(()), |custom| {
        check_actions(&custom.actions, load_balancer.load_balancer_type, protocol)
    })
}

/// Refuses actions that a rule of this listener cannot have.
async fn check(
    session: &mut Session,
    load_balancer: &LoadBalancer,
    listener: &Listener,
    rule: &ListenerRule,
) -> Result<()> {
    let protocol = listener.protocol();
    check_own_actions(rule, load_balancer, protocol).map_err(about_actions)?;
    let place = Place {
        load_balancer,
        protocol,
        user_arn: &rule.arn,
        member: "Actions",
    };
    target::check(session, &place, &rule.target_groups()).await
}

fn about_actions(error: Error) -> Error {
    error.about("Actions")
}

async fn note_target_groups(session: &mut Session, rule: &ListenerRule) -> Result<()> {
    session
        .tx
        .target_group_uses_set(&rule.arn, &rule.load_balancer_arn, &rule.target_groups())
        .await
}

/// Refuses priorities that rules have that are not among `moved`.
async fn refuse_taken_priorities(
    session: &mut Session,
    moved: &[String],
    wanted: &[&ListenerRule],
) -> Result<()> {
    let listeners: Vec<String> = wanted
        .iter()
        .map(|rule| rule.listener_arn.clone())
        .collect();
    let place = |rule: &ListenerRule| {
        let priority = rule.custom.as_ref().map(|custom| custom.priority);
        priority.map(|priority| (rule.listener_arn.clone(), priority))
    };
    let places: BTreeSet<(String, u32)> = wanted.iter().filter_map(|rule| place(rule)).collect();
    let priorities: Vec<u32> = places.iter().map(|(_, priority)| *priority).collect();
    let present = session
        .tx
        .listener_rules_at(&listeners, &priorities)
        .await?;
    let taken = present
        .iter()
        .filter(|rule| !moved.contains(&rule.arn))
        .filter_map(|rule| place(rule))
        .find(|taken| places.contains(taken));
    taken.map_or(Ok(()), |(_, priority)| Err(priority_in_use(priority)))
}

/// Changes a rule; `None` and empty lists leave things as they are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyRule {
    /// Which one; not a default one, but for its tags.
    pub rule_arn: String,
    /// What a request must meet.
    pub conditions: Vec<ConditionRequest>,
    /// What is done then.
    pub actions: Vec<ActionRequest>,
    /// How the request is rewritten before; an empty list takes away what there is.
    pub transforms: Option<Vec<TransformRequest>>,
    /// As in [`SetRulePriorities`].
    pub priority: Option<i64>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl ModifyRule {
    /// Whether anything is to be changed that default rules don't have.
    fn changes_custom(&self) -> bool {
        !self.conditions.is_empty()
            || !self.actions.is_empty()
            || self.transforms.is_some()
            || self.priority.is_some()
    }

    fn apply(self, custom: &mut CustomRule) -> Result<()> {
        if !self.conditions.is_empty() {
            custom.conditions = decide_conditions(self.conditions)?;
        }
        if !self.actions.is_empty() {
            custom.actions =
                decide_actions(self.actions, &custom.actions).map_err(about_actions)?;
        }
        if let Some(transforms) = self.transforms {
            custom.transforms = decide_transforms(transforms)?;
        }
        if let Some(priority) = self.priority {
            custom.priority = parse_priority(priority)?;
        }
        Ok(())
    }
}

impl Command for ModifyRule {
    const NAME: &'static str = "ModifyRule";
    type Output = RuleInForce;

    async fn execute(mut self, session: &mut Session) -> Result<RuleInForce> {
        let mut rule = find_to_change(session, &self.rule_arn).await?;
        let tags = self
            .tags
            .take()
            .map(load_balancing_tag::validated)
            .transpose()?;
        if !self.changes_custom() && tags.is_none() {
            return Err(Error::validation(
                "Conditions",
                "Either conditions or actions must be specified",
            ));
        }
        if self.changes_custom() {
            let custom = rule.custom_mut("modified")?;
            self.apply(custom)?;
            let listener = listener::find(session, &rule.listener_arn).await?;
            let load_balancer = load_balancer::find(session, &rule.load_balancer_arn).await?;
            check(session, &load_balancer, &listener, &rule).await?;
            let moved = [rule.arn.clone()];
            refuse_taken_priorities(session, &moved, &[&rule]).await?;
            note_target_groups(session, &rule).await?;
        }
        let rule = match tags {
            Some(tags) => session.tx.update_tags(rule, tags).await?,
            None => session.tx.update(rule).await?,
        };
        record_change(session, &rule).await?;
        in_force(session, rule).await
    }
}

/// Gives rules other priorities. They may swap theirs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SetRulePriorities {
    /// Rules, not default ones, and the priorities that they are to have.
    pub priorities: Vec<(String, i64)>,
}

impl Command for SetRulePriorities {
    const NAME: &'static str = "SetRulePriorities";
    type Output = Vec<RuleInForce>;

    async fn execute(self, session: &mut Session) -> Result<Vec<RuleInForce>> {
        let (arns, mut rules) = self.decide(session).await?;
        let wanted: Vec<&ListenerRule> = rules.iter().map(|rule| &rule.value).collect();
        refuse_taken_priorities(session, &arns, &wanted).await?;
        session.tx.listener_rules_step_aside(&arns).await?;
        for rule in &mut rules {
            *rule = session.tx.update(rule.clone()).await?;
            record_change(session, rule).await?;
        }
        RuleInForce::assemble(&mut session.tx, rules).await
    }
}

impl SetRulePriorities {
    /// The rules as they are to be, and their ARNs.
    async fn decide(
        self,
        session: &mut Session,
    ) -> Result<(Vec<String>, Vec<Stored<ListenerRule>>)> {
        if self.priorities.is_empty() {
            return Err(Error::validation(
                "RulePriorities",
                "At least one rule priority must be specified",
            ));
        }
        let arns: Vec<String> = self.priorities.iter().map(|(arn, _)| arn.clone()).collect();
        load_balancer::check_count("RulePriorities", &arns)?;
        arns.iter()
            .try_for_each(|arn| check_listener_rule_arn(arn))?;
        let scope = session.scope();
        let found: Vec<Stored<ListenerRule>> = session.tx.get_many(&scope, &arns).await?;
        let mut rules: Vec<Stored<ListenerRule>> = Vec::with_capacity(arns.len());
        let mut places = BTreeSet::new();
        for (arn, priority) in self.priorities {
            if rules.iter().any(|rule| rule.arn == arn) {
                return Err(Error::validation(
                    "RulePriorities",
                    format!("Rule '{arn}' was provided multiple times"),
                ));
            }
            let rule = found.iter().find(|rule| rule.arn == arn).cloned();
            let mut rule = rule.ok_or_else(|| listener_rule_not_found(&arn))?;
            let wanted = parse_priority(priority)?;
            rule.custom_mut("given a priority")?.priority = wanted;
            if !places.insert((rule.listener_arn.clone(), wanted)) {
                return Err(Error::validation(
                    "RulePriorities",
                    format!("Priority '{wanted}' was provided multiple times"),
                ));
            }
            rules.push(rule);
        }
        Ok((arns, rules))
    }
}

/// Deletes a rule, but no default one. Its target groups stay.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteRule {
    /// Which one.
    pub rule_arn: String,
}

impl Command for DeleteRule {
    const NAME: &'static str = "DeleteRule";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut rule = find_to_change(session, &self.rule_arn).await?;
        rule.custom_mut("deleted")?;
        session.tx.target_group_uses_delete(&rule.arn).await?;
        session.tx.delete(&rule).await?;
        record(session, &rule, Some(LISTENER_RULE_STATE), None).await
    }
}

async fn find_to_change(session: &mut Session, arn: &str) -> Result<Stored<ListenerRule>> {
    check_listener_rule_arn(arn)?;
    let scope = session.scope();
    let rule: Option<Stored<ListenerRule>> = session.tx.get(&scope, arn).await?;
    let rule = rule.ok_or_else(|| listener_rule_not_found(arn))?;
    session.check_version(&rule)?;
    Ok(rule)
}

async fn in_force(session: &mut Session, rule: Stored<ListenerRule>) -> Result<RuleInForce> {
    let mut rules = RuleInForce::assemble(&mut session.tx, vec![rule]).await?;
    rules
        .pop()
        .ok_or_else(|| Error::internal("a rule is not in force"))
}

async fn record_change(session: &mut Session, rule: &ListenerRule) -> Result<()> {
    let state = Some(LISTENER_RULE_STATE);
    record(session, rule, state, state).await
}

async fn record(
    session: &mut Session,
    rule: &ListenerRule,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::ListenerRule, &rule.arn, from, to)
        .await
}
