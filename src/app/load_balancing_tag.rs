//! Tags of load balancers, target groups, listeners and their rules, which Elastic Load Balancing names by ARN.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::Listed;
use super::listener_rule::RuleInForce;
use super::target_group::TargetGroupInUse;
use crate::domain::error::{Error, Result};
use crate::domain::limit;
use crate::domain::listener::{LISTENER_STATE, Listener, check_listener_arn};
use crate::domain::listener_rule::{LISTENER_RULE_STATE, check_listener_rule_arn};
use crate::domain::load_balancer::{LOAD_BALANCER_STATE, LoadBalancer};
use crate::domain::load_balancing_arn::check_load_balancer_arn;
use crate::domain::load_balancing_tag;
use crate::domain::tag::{self, Tag, TagRemoval};
use crate::domain::target_group::{TARGET_GROUP_STATE, check_target_group_arn};
use crate::store::{Document, Stored};

/// Adds tags to each of the resources; a present key takes the new value.
#[derive(Clone, Debug, Serialize)]
pub struct AddLoadBalancingTags {
    /// Which resources.
    pub arns: Vec<String>,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// Removes tags from each of the resources. Removing an absent tag is not an error.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveLoadBalancingTags {
    /// Which resources.
    pub arns: Vec<String>,
    /// The tags' keys.
    pub keys: Vec<String>,
}

/// The tags of each of the resources.
#[derive(Clone, Debug)]
pub struct DescribeLoadBalancingTags {
    /// Which resources.
    pub arns: Vec<String>,
}

/// A resource and its tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedArn {
    /// The resource.
    pub arn: String,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// What can be tagged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    LoadBalancer,
    TargetGroup,
    Listener,
    ListenerRule,
}

/// What is done to a resource's tags.
enum Change {
    Add(Vec<Tag>),
    Remove(Vec<TagRemoval>),
}

impl Command for AddLoadBalancingTags {
    const NAME: &'static str = "AddTags";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        if self.tags.is_empty() {
            return Err(Error::validation(
                "Tags",
                "At least one tag must be specified",
            ));
        }
        change_all(session, self.arns, &Change::Add(self.tags)).await
    }
}

impl Command for RemoveLoadBalancingTags {
    const NAME: &'static str = "RemoveTags";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        if self.keys.is_empty() {
            return Err(Error::validation(
                "TagKeys",
                "At least one tag key must be specified",
            ));
        }
        let removals = self
            .keys
            .into_iter()
            .map(|key| TagRemoval { key, value: None });
        change_all(session, self.arns, &Change::Remove(removals.collect())).await
    }
}

impl Query for DescribeLoadBalancingTags {
    const NAME: &'static str = "DescribeTags";
    type Output = Vec<TaggedArn>;

    async fn fetch(self, session: &mut Session) -> Result<Vec<TaggedArn>> {
        let resources = resources(self.arns)?;
        let mut found =
            tags_of::<Stored<LoadBalancer>>(session, &resources, Kind::LoadBalancer).await?;
        found.extend(tags_of::<TargetGroupInUse>(session, &resources, Kind::TargetGroup).await?);
        found.extend(tags_of::<Stored<Listener>>(session, &resources, Kind::Listener).await?);
        found.extend(tags_of::<RuleInForce>(session, &resources, Kind::ListenerRule).await?);
        found.sort_by_key(|tagged| resources.iter().position(|(_, arn)| *arn == tagged.arn));
        Ok(found)
    }
}

/// The resources that the ARNs name, each once.
fn resources(arns: Vec<String>) -> Result<Vec<(Kind, String)>> {
    if arns.is_empty() || arns.len() > limit::TAGGED_ARNS_PER_REQUEST {
        return Err(Error::validation(
            "ResourceArns",
            format!(
                "Between 1 and {} resource ARNs must be specified",
                limit::TAGGED_ARNS_PER_REQUEST
            ),
        ));
    }
    let mut resources: Vec<(Kind, String)> = Vec::with_capacity(arns.len());
    for arn in arns {
        let kind = kind_of(&arn)?;
        if !resources.iter().any(|(_, present)| *present == arn) {
            resources.push((kind, arn));
        }
    }
    Ok(resources)
}

fn kind_of(arn: &str) -> Result<Kind> {
    if check_load_balancer_arn(arn).is_ok() {
        Ok(Kind::LoadBalancer)
    } else if check_target_group_arn(arn).is_ok() {
        Ok(Kind::TargetGroup)
    } else if check_listener_arn(arn).is_ok() {
        Ok(Kind::Listener)
    } else if check_listener_rule_arn(arn).is_ok() {
        Ok(Kind::ListenerRule)
    } else {
        Err(Error::validation(
            "ResourceArns",
            format!(
                "'{arn}' is not a valid ARN of a load balancer, target group, listener or rule"
            ),
        ))
    }
}

/// The tags of those of the resources that are of one kind, which must all exist.
async fn tags_of<T: Listed>(
    session: &mut Session,
    resources: &[(Kind, String)],
    kind: Kind,
) -> Result<Vec<TaggedArn>> {
    let arns: Vec<&str> = resources
        .iter()
        .filter(|(of, _)| *of == kind)
        .map(|(_, arn)| arn.as_str())
        .collect();
    if arns.is_empty() {
        return Ok(Vec::new());
    }
    let scope = session.scope();
    let documents: Vec<Stored<T::Document>> = session.tx.get_many(&scope, &arns).await?;
    let tagged: Vec<TaggedArn> = documents
        .iter()
        .map(|document| TaggedArn {
            arn: document.document_id().into_owned(),
            tags: document.tags().to_vec(),
        })
        .collect();
    match arns
        .iter()
        .find(|arn| !tagged.iter().any(|tagged| tagged.arn == **arn))
    {
        None => Ok(tagged),
        Some(missing) => Err(T::not_found(missing)),
    }
}

async fn change_all(session: &mut Session, arns: Vec<String>, change: &Change) -> Result<()> {
    for (kind, arn) in resources(arns)? {
        match kind {
            Kind::LoadBalancer => {
                change_one::<Stored<LoadBalancer>>(session, &arn, change, LOAD_BALANCER_STATE).await
            }
            Kind::TargetGroup => {
                change_one::<TargetGroupInUse>(session, &arn, change, TARGET_GROUP_STATE).await
            }
            Kind::Listener => {
                change_one::<Stored<Listener>>(session, &arn, change, LISTENER_STATE).await
            }
            Kind::ListenerRule => {
                change_one::<RuleInForce>(session, &arn, change, LISTENER_RULE_STATE).await
            }
        }?;
    }
    Ok(())
}

async fn change_one<T: Listed>(
    session: &mut Session,
    arn: &str,
    change: &Change,
    state: &str,
) -> Result<()> {
    let scope = session.scope();
    let document: Option<Stored<T::Document>> = session.tx.get(&scope, arn).await?;
    let document = document.ok_or_else(|| T::not_found(arn))?;
    let tags = match change {
        Change::Add(added) => load_balancing_tag::merged(document.tags(), added.clone())?,
        Change::Remove(removals) => tag::without(document.tags(), removals),
    };
    session.tx.update_tags(document, tags).await?;
    session
        .record(T::Document::RESOURCE_TYPE, arn, Some(state), Some(state))
        .await
}
