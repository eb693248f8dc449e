//! Permissions of topics: statements of their policies, by label.

use serde::Serialize;

use super::context::{Command, Session};
use super::topic::{reach_to_change, record};
use crate::domain::error::{Error, Result};
use crate::domain::limit;
use crate::domain::scope::AccountId;
use crate::domain::topic_attribute::{
    POLICY, POLICY_ACTIONS, set, with_permission, without_permission,
};

/// Lets accounts carry out actions on a topic.
#[derive(Clone, Debug, Serialize)]
pub struct AddTopicPermission {
    /// The topic.
    pub topic_arn: String,
    /// By what the permission is found again.
    pub label: String,
    /// The accounts.
    pub accounts: Vec<String>,
    /// The actions, without the service's name.
    pub actions: Vec<String>,
}

impl Command for AddTopicPermission {
    const NAME: &'static str = "AddPermission";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut topic = reach_to_change(session, &self.topic_arn, Self::NAME).await?;
        if self.label.is_empty() || self.label.contains(char::is_control) {
            return Err(Error::invalid("Label", "Invalid parameter: Label"));
        }
        let accounts = 1..=limit::ACCOUNTS_PER_PERMISSION;
        let good = self.accounts.iter().all(|it| AccountId::parse(it).is_ok());
        if !good || !accounts.contains(&self.accounts.len()) {
            return Err(Error::invalid(
                "AWSAccountId",
                "Invalid parameter: AWSAccountId",
            ));
        }
        let known = |action: &String| POLICY_ACTIONS.contains(&action.as_str());
        if self.actions.is_empty() || !self.actions.iter().all(known) {
            return Err(Error::invalid(
                "ActionName",
                "Invalid parameter: Policy statement action out of service scope!",
            ));
        }
        let policy = with_permission(&topic, &self.label, &self.accounts, &self.actions)?;
        set(&mut topic, POLICY, &policy)?;
        let topic = session.tx.update(topic).await?;
        record(session, &topic).await
    }
}

/// Takes a permission away. One that is not there is no error.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveTopicPermission {
    /// The topic.
    pub topic_arn: String,
    /// The permission's label.
    pub label: String,
}

impl Command for RemoveTopicPermission {
    const NAME: &'static str = "RemovePermission";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut topic = reach_to_change(session, &self.topic_arn, Self::NAME).await?;
        let Some(policy) = without_permission(&topic, &self.label)? else {
            return Ok(());
        };
        topic.attributes.insert(POLICY.to_owned(), policy);
        let topic = session.tx.update(topic).await?;
        record(session, &topic).await
    }
}
