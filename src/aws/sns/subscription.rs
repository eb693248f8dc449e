//! Subscriptions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::topic::Attributes;
use super::{Empty, listed, page};
use crate::app::Stored;
use crate::app::subscription as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::aws::error;
use crate::domain::error::Result;
use crate::domain::page::Page;
use crate::domain::subscription;

/// A subscription by its ARN.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Named {
    subscription_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Subscribe {
    topic_arn: String,
    protocol: String,
    endpoint: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    return_subscription_arn: bool,
}

impl Action for Subscribe {
    type Response = Named;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Named> {
        let command = app::Subscribe {
            topic_arn: self.topic_arn,
            protocol: self.protocol,
            endpoint: self.endpoint,
            attributes: self.attributes,
            server: call.server.clone(),
        };
        let subscription = call.run(treatment, command).await?;
        let subscription_arn = if subscription.is_confirmed() || self.return_subscription_arn {
            subscription.arn.to_string()
        } else {
            "pending confirmation".to_owned()
        };
        Ok(Named { subscription_arn })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ConfirmSubscription {
    topic_arn: String,
    token: String,
    authenticate_on_unsubscribe: Option<String>,
}

impl Action for ConfirmSubscription {
    type Response = Named;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Named> {
        let authenticate = self.authenticate_on_unsubscribe.as_deref();
        let authenticate = authenticate
            .map(|text| error::parse_bool("AuthenticateOnUnsubscribe", text))
            .transpose()?;
        let command = app::ConfirmSubscription {
            topic_arn: self.topic_arn,
            token: self.token,
            authenticate_on_unsubscribe: authenticate.unwrap_or(false),
        };
        let arn = call.run(treatment, command).await?;
        Ok(Named {
            subscription_arn: arn.to_string(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Unsubscribe {
    subscription_arn: String,
}

impl Action for Unsubscribe {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::Unsubscribe {
            subscription_arn: self.subscription_arn,
            anonymous: !call.signed,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct GetSubscriptionAttributes {
    subscription_arn: String,
}

impl Action for GetSubscriptionAttributes {
    type Response = Attributes;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Attributes> {
        let query = app::GetSubscriptionAttributes {
            subscription_arn: self.subscription_arn,
        };
        let attributes = call.query(treatment, query).await?;
        Ok(Attributes { attributes })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct SetSubscriptionAttributes {
    subscription_arn: String,
    attribute_name: String,
    #[serde(default)]
    attribute_value: String,
}

impl Action for SetSubscriptionAttributes {
    type Response = Empty;
    const HAS_RESULT: bool = false;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::SetSubscriptionAttribute {
            subscription_arn: self.subscription_arn,
            name: self.attribute_name,
            value: self.attribute_value,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

/// A subscription as lists show it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Subscription {
    subscription_arn: String,
    owner: String,
    protocol: &'static str,
    endpoint: String,
    topic_arn: String,
}

impl From<Stored<subscription::Subscription>> for Subscription {
    fn from(subscription: Stored<subscription::Subscription>) -> Self {
        Self {
            subscription_arn: if subscription.is_confirmed() {
                subscription.arn.to_string()
            } else {
                "PendingConfirmation".to_owned()
            },
            owner: subscription.scope.account.to_string(),
            protocol: subscription.protocol.name(),
            topic_arn: subscription.topic_arn.to_string(),
            endpoint: subscription.value.endpoint,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Subscriptions {
    subscriptions: Vec<Subscription>,
    next_token: Option<String>,
}

impl From<Page<Stored<subscription::Subscription>>> for Subscriptions {
    fn from(page: Page<Stored<subscription::Subscription>>) -> Self {
        Self {
            subscriptions: page.items.into_iter().map(Subscription::from).collect(),
            next_token: page.next,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ListSubscriptions {
    next_token: Option<String>,
}

impl Action for ListSubscriptions {
    type Response = Subscriptions;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Subscriptions> {
        let query = app::ListSubscriptions {
            topic_arn: None,
            filters: Vec::new(),
            page: page(self.next_token),
        };
        Ok(listed(call.query(treatment, query).await)?.into())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct ListSubscriptionsByTopic {
    topic_arn: String,
    next_token: Option<String>,
}

impl Action for ListSubscriptionsByTopic {
    type Response = Subscriptions;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Subscriptions> {
        let query = app::ListSubscriptions {
            topic_arn: Some(self.topic_arn),
            filters: Vec::new(),
            page: page(self.next_token),
        };
        Ok(listed(call.query(treatment, query).await)?.into())
    }
}
